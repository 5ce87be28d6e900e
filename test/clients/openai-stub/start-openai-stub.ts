import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { BUSY_MESSAGE, BUSY_MODEL } from '../conversation.ts'
import { chatChunks, chatCompletion, embeddings, type ChatRequest } from './answers.ts'

export interface OpenAiStub {
  /** What clients take as base URL, with `/v1`. */
  baseUrl: string
  close(): Promise<void>
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'req_stub' })
  response.end(JSON.stringify(body))
}

function sendError(response: ServerResponse, status: number, message: string, code: string): void {
  sendJson(response, status, { error: { message, type: 'requests', param: null, code } })
}

function sendStream(response: ServerResponse, request: ChatRequest): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const chunk of chatChunks(request)) response.write(`data: ${JSON.stringify(chunk)}\n\n`)
  response.end('data: [DONE]\n\n')
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.method === 'POST' ? request.url : undefined
  if (path === '/v1/chat/completions') {
    const body = (await json(request)) as ChatRequest
    if (body.model === BUSY_MODEL) sendError(response, 429, BUSY_MESSAGE, 'rate_limit_exceeded')
    else if (body.stream === true) sendStream(response, body)
    else sendJson(response, 200, chatCompletion(body))
  } else if (path === '/v1/embeddings') {
    sendJson(response, 200, embeddings((await json(request)) as { input: string | string[] }))
  } else sendError(response, 404, `the stub does not know ${request.method} ${request.url}`, 'unknown_url')
}

/**
 * A server on a free loopback port that speaks enough of OpenAI's HTTP API for the conversation of the tests: chat, streamed or
 * whole, embeddings, and 429 for the busy model. Same request, same answer.
 */
export async function startOpenAiStub(): Promise<OpenAiStub> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => sendError(response, 500, String(error), 'stub'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
