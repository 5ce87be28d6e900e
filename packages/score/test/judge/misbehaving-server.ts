import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as it came. */
export interface SeenRequest {
  path: string
  headers: IncomingHttpHeaders
  body: Record<string, unknown>
}

/** Does to one response whatever a test wants of it. */
export type Behaviour = (response: ServerResponse, request: SeenRequest, place: number) => void

export interface TestServer extends AsyncDisposable {
  /** Address up to the version. */
  baseUrl: string
  requests: SeenRequest[]
  /** Connections that are open now. */
  openConnections: () => Promise<number>
}

/** A real server on a free port of the loopback. Behaviours follow each other by request; the last one stays. */
export async function startServer(...behaviours: Behaviour[]): Promise<TestServer> {
  const requests: SeenRequest[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>
      const seen = { path: request.url ?? '', headers: request.headers, body }
      const place = requests.push(seen) - 1
      behaviours[Math.min(place, behaviours.length - 1)]!(response, seen, place)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    openConnections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))),
      ),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export interface CompletionOptions {
  model?: string
  finish?: string
  refusal?: string | null
  logprobs?: unknown
  usage?: unknown
}

/** A chat completion with this text. */
export function completion(content: string | null, options: CompletionOptions = {}): object {
  const { model = 'judge-1-2026', finish = 'stop', refusal = null, logprobs = null } = options
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model,
    choices: [
      { index: 0, finish_reason: finish, message: { role: 'assistant', content, refusal }, logprobs },
    ],
    usage: options.usage ?? { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
  }
}

export const send =
  (status: number, body: string | Buffer, headers: Record<string, string> = {}): Behaviour =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)

export const sendJson = (value: unknown): Behaviour => send(200, JSON.stringify(value))

export const verdictText = (verdict: string, evidence: string[] = [], reason = 'Because.') =>
  JSON.stringify({ evidence, reason, verdict })

export const sendVerdict = (
  verdict: string,
  evidence: string[] = [],
  options: CompletionOptions = {},
): Behaviour => sendJson(completion(verdictText(verdict, evidence), options))
