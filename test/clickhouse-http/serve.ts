import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Engine, EngineRequest } from './run-request.ts'

/**
 * How the front answers queries: as a server, with 503, with a closed socket, not until the mode changes (`stall`:
 * the work is done then, though the asker may be gone), or by closing the socket after it did the work
 * (`lose_answer`); for the last two inserts carry tokens.
 */
export const MODES = ['ok', 'fail', 'reset', 'stall', 'lose_answer'] as const
export type Mode = (typeof MODES)[number]

export interface Credentials {
  user: string
  password: string
}

const NOT_SETTINGS = new Set(['query', 'database', 'query_id', 'session_id', 'role', 'default_format'])

/** A small ClickHouse HTTP interface over an engine. `POST /control?mode=…` sets how it answers from then on. */
export function createFront(engine: Engine, credentials: Credentials | null): Server {
  let mode: Mode = 'ok'
  const stalled: (() => void)[] = []
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? '/', 'http://front')
    if (url.pathname === '/control') {
      mode = MODES.find((m) => m === url.searchParams.get('mode')) ?? 'ok'
      response.end(mode)
      if (mode !== 'stall') for (const goOn of stalled.splice(0)) goOn()
      return
    }
    if (mode === 'reset') return void request.socket.destroy()
    if (mode === 'stall') return void stalled.push(() => handle(request, response))
    if (mode === 'fail')
      return void request.resume().once('end', () => response.writeHead(503).end('down for the test'))
    if (url.pathname === '/ping') return void response.end('Ok.\n')
    const isLost = mode === 'lose_answer'
    answer(engine, credentials, url, request, response, isLost).catch(() => request.socket.destroy())
  }
  return createServer(handle)
}

async function answer(
  engine: Engine,
  credentials: Credentials | null,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  isLost: boolean,
): Promise<void> {
  const body = await readBody(request)
  if (credentials && !isKnown(request, credentials)) {
    const text = `Code: 516. DB::Exception: ${credentials.user}: Authentication failed. (AUTHENTICATION_FAILED)`
    return void response.writeHead(403, { 'x-clickhouse-exception-code': '516' }).end(text)
  }
  try {
    const bytes = await engine.run(readRequest(url, body))
    if (isLost) return void request.socket.destroy()
    response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(bytes)
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    const code = /Code: (\d+)\./.exec(text)?.[1] ?? '1000'
    response.writeHead(500, { 'x-clickhouse-exception-code': code }).end(text)
  }
}

function readRequest(url: URL, body: Buffer): EngineRequest {
  const inUrl = url.searchParams.get('query')
  return {
    query: inUrl ?? body.toString(),
    data: inUrl === null ? Buffer.alloc(0) : body,
    database: url.searchParams.get('database') ?? 'default',
    settings: new Map([...url.searchParams].filter(([key]) => !NOT_SETTINGS.has(key))),
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function isKnown(request: IncomingMessage, { user, password }: Credentials): boolean {
  return request.headers.authorization === `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}
