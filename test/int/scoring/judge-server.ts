import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Does to one response whatever a test wants of it. */
export type Answering = (response: ServerResponse, user: string) => void

export interface JudgeServer {
  /** Address up to the version. */
  baseUrl: string
  /** When each call came, in milliseconds of `performance.now`. */
  calls: number[]
  mostAtOnce: () => number
  close(): Promise<void>
}

/** A judge on a free port of the loopback that speaks chat completions. */
export async function startJudgeServer(answering: Answering): Promise<JudgeServer> {
  const calls: number[] = []
  let open = 0
  let most = 0
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      calls.push(performance.now())
      most = Math.max(most, ++open)
      response.on('close', () => open--)
      const body = JSON.parse(Buffer.concat(chunks).toString()) as { messages: { content: string }[] }
      answering(response, body.messages[1]?.content ?? '')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    calls,
    mostAtOnce: () => most,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Answers with some text, after a while. */
export const says =
  (
    text: string,
    {
      afterMs = 0,
      usage = { prompt_tokens: 1000, completion_tokens: 100 },
      logprobs = null,
    }: { afterMs?: number; usage?: object; logprobs?: object | null } = {},
  ): Answering =>
  (response) =>
    void setTimeout(
      () =>
        response.writeHead(200, { 'content-type': 'application/json' }).end(
          JSON.stringify({
            id: 'c',
            object: 'chat.completion',
            model: 'judge-1-2026',
            choices: [
              { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: text }, logprobs },
            ],
            usage,
          }),
        ),
      afterMs,
    )

export const VERDICT = JSON.stringify({ evidence: [], reason: 'It says when.', verdict: 'full_compliance' })
