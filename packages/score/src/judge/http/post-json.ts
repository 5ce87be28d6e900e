import { fail, type Failure } from '../failure.ts'
import type { JudgeIo } from '../io.ts'
import { failureOfStatus } from './failure-of-status.ts'
import { readBounded } from './read-bounded.ts'
import { retryAfterMs } from './retry-after.ts'

export interface JsonPost {
  url: string
  headers: Readonly<Record<string, string>>
  body: string
  /** Blackened in everything that a failure says. */
  key: string | null
  maxResponseBytes: number
}

/** The body of a success, or a failure. Redirects are never followed: the key would go along. */
export async function postJson(
  { url, headers, body, key, maxResponseBytes }: JsonPost,
  { fetch: send, clock }: JudgeIo,
  signal: AbortSignal,
): Promise<{ kind: 'body'; text: string } | Failure> {
  try {
    const response = await send(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' },
      body,
      redirect: 'manual',
      signal,
    })
    const outcome = await readBounded(response, maxResponseBytes)
    if (outcome.kind === 'too_large')
      return fail('too_large', `The response is larger than ${maxResponseBytes} bytes and was not read.`, {
        status: response.status,
      })
    if (response.ok) return { kind: 'body', text: outcome.text }
    // A browser's fetch hides the status of a redirect behind 0.
    const status = response.type === 'opaqueredirect' ? 302 : response.status
    return failureOfStatus(status, outcome.text, retryAfterMs(response.headers, clock.now()), key)
  } catch (error) {
    if (signal.aborted) return fail('aborted', 'The call was given up.')
    return fail('network', `No answer came from ${hostOf(url)}: ${networkWords(error)}.`)
  }
}

/** Where an address points, without its path and what may be secret in it. */
function hostOf(url: string): string {
  return URL.parse(url)?.host ?? 'an address that cannot be read'
}

/** The code of a network error alone: messages of fetch may hold headers and addresses. */
function networkWords(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const code: unknown = cause instanceof Error && 'code' in cause ? cause.code : undefined
  return typeof code === 'string' && /^[A-Z_0-9]{3,40}$/.test(code) ? code : 'the connection failed'
}
