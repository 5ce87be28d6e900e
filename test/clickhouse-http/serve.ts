import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { readRequest } from './read-request.ts'
import type { Engine } from './run-request.ts'

/**
 * How the front answers queries: as a server, with 503, with a closed socket, not until the mode changes (`stall`:
 * the work is done then, though the asker may be gone), all but inserts at once (`slow`: they run until the mode
 * changes), or by closing the socket after it did the work (`lose_answer`); for the last three inserts carry tokens.
 */
export const MODES = ['ok', 'fail', 'reset', 'stall', 'slow', 'lose_answer'] as const
export type Mode = (typeof MODES)[number]

export interface Credentials {
  user: string
  password: string
}

/** A small ClickHouse HTTP interface over an engine. `POST /control?mode=…` sets how it answers from then on. */
export function createFront(engine: Engine, credentials: Credentials | null): Server {
  let mode: Mode = 'ok'
  let change = Promise.withResolvers<void>()
  // Asked anew after every wait.
  const isMode = (asked: Mode) => mode === asked
  const running = new Set<string>()

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://front')
    if (url.pathname === '/control') {
      mode = MODES.find((m) => m === url.searchParams.get('mode')) ?? 'ok'
      change.resolve()
      change = Promise.withResolvers()
      return void response.end(mode)
    }
    if (isMode('reset')) return void request.socket.destroy()
    const body = await readBody(request)
    while (isMode('stall')) await change.promise
    if (isMode('reset')) return void request.socket.destroy()
    if (isMode('fail')) return void response.writeHead(503).end('down for the test')
    if (url.pathname === '/ping') return void response.end('Ok.\n')
    const isLost = isMode('lose_answer')
    if (credentials && !isKnown(request, credentials)) {
      return refuse(response, 403, exception(516, 'Authentication failed', 'AUTHENTICATION_FAILED'))
    }
    const id = url.searchParams.get('query_id') ?? ''
    if (running.has(id)) {
      const text = `Query with id = ${id} is already running.`
      return refuse(response, 500, exception(216, text, 'QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING'))
    }
    if (id !== '') running.add(id)
    try {
      const asked = readRequest(url, request.headers['content-type'] ?? '', body)
      while (isMode('slow') && asked.data.length > 0) await change.promise
      const bytes = await engine.run(asked)
      if (isLost) return void request.socket.destroy()
      response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(bytes)
    } catch (error) {
      refuse(response, 500, error instanceof Error ? error.message : String(error))
    } finally {
      running.delete(id)
    }
  }
  return createServer((request, response) => {
    handle(request, response).catch(() => request.socket.destroy())
  })
}

const exception = (code: number, text: string, name: string) =>
  `Code: ${code}. DB::Exception: ${text} (${name})`

/** Answers an error as a server does, its code in a header. */
function refuse(response: ServerResponse, status: number, text: string): void {
  const code = /Code: (\d+)\./.exec(text)?.[1] ?? '1000'
  response.writeHead(status, { 'x-clickhouse-exception-code': code }).end(text)
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function isKnown(request: IncomingMessage, { user, password }: Credentials): boolean {
  return request.headers.authorization === `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}
