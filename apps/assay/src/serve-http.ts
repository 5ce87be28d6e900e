import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { AssayError } from '@assay/contract/error'

/** Answers a request or calls `next` when it is not its own. */
export type NodeHandler = (req: IncomingMessage, res: ServerResponse, next: () => void) => void

export interface HttpServer {
  port: number
  close(): Promise<void>
}

/**
 * Serves API and UI on one port: paths under /api/ go to the API, all others to the UI, where this process has
 * them. `setUi` mounts the UI once the port is known, since its server side calls the API over it.
 *
 * @throws AssayError `conflict` when the port is taken.
 */
export async function serveHttp(options: {
  host: string
  port: number
  api: NodeHandler | undefined
  /** What the variable is called that people would change when the port is taken. */
  portVariable: string
}): Promise<HttpServer & { setUi(ui: NodeHandler): void }> {
  let ui: NodeHandler | undefined
  const server = createServer((req, res) => {
    const isApi = req.url === '/api' || req.url?.startsWith('/api/') === true
    const handler = isApi ? options.api : ui
    if (handler) handler(req, res, () => notFound(res))
    else notFound(res)
  })
  server.requestTimeout = 60_000
  server.headersTimeout = 20_000
  await listen(server, options.host, options.port, options.portVariable)
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : options.port
  return {
    port,
    setUi: (handler) => {
      ui = handler
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
        // Streams such as live tail never end by themselves.
        setTimeout(() => server.closeAllConnections(), 1000).unref()
      }),
  }
}

function notFound(res: ServerResponse) {
  res.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' })
  res.end('Not found\n')
}

function listen(server: Server, host: string, port: number, variable: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') reject(error)
      else
        reject(
          new AssayError(
            'conflict',
            `Port ${port} on ${host} is taken. Stop what uses it, or set ${variable}.`,
          ),
        )
    })
    server.listen(port, host, resolve)
  })
}
