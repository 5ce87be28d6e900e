import { authorization } from './send.ts'

/** Asks the endpoint with an empty request, which OTLP accepts; null when it is well, else what to do about it. */
export async function checkEndpoint(endpoint: string, apiKey: string | undefined): Promise<string | null> {
  let status: number
  try {
    const answer = await fetch(`${endpoint}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization(apiKey) },
      body: '{"resourceSpans":[]}',
      signal: AbortSignal.timeout(10_000),
    })
    status = answer.status
  } catch (error) {
    return `No answer from ${endpoint} (${reason(error)}). Is Assay running? Start it with \`npx -y pnpm@12 start\` in another terminal, or name another endpoint in ASSAY_OTLP.`
  }
  if (status === 200) return null
  if (status === 401 || status === 403) {
    return `${endpoint} refuses ${apiKey === undefined ? 'senders without an API key' : 'this API key'} (${String(status)}). Make a key with the scope "ingest" in the project's settings and pass it in ASSAY_API_KEY.`
  }
  if (status === 404) return `${endpoint} has no /v1/traces (404). Is this the OTLP port of Assay?`
  return `${endpoint} answers ${String(status)} to an empty request, so nothing was sent. Its own log says why.`
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return 'no reason given'
  const cause = error.cause
  if (cause instanceof Error)
    return ('code' in cause && typeof cause.code === 'string' ? cause.code : cause.message) || error.message
  return error.message
}
