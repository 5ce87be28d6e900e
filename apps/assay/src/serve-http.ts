import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { portTaken } from './port-taken.ts'

/** Answers a request or calls `next` when it is not its own. */
export type NodeHandler = (req: IncomingMessage, res: ServerResponse, next: () => void) => void

export interface HttpServer {
  port: number
  /** Mounts what answers paths under /api, once its parts are ready; 503 until then. */
  setApi(api: NodeHandler): void
  /** Mounts what answers /metrics. */
  setMetrics(metrics: NodeHandler): void
  /** Says where OTLP is taken, to exporters that were given this port. */
  setOtlpPort(port: number): void
  /** Mounts what answers all other paths. */
  setUi(ui: NodeHandler): void
  close(): Promise<void>
}

/**
 * Serves API and UI on one port: paths under /api/ go to the API, /metrics to the metrics, all others to the UI, where this process has
 * them. Both are mounted after the port is known, since sign-in and the UI's server side need the address.
 *
 * @throws AssayError `conflict` when the port is taken.
 */
export async function serveHttp(options: {
  host: string
  port: number
  /** What the variable is called that people would change when the port is taken. */
  portVariable: string
}): Promise<HttpServer> {
  let otlpPort: number | null = null
  const mounted: { api?: NodeHandler; metrics?: NodeHandler; ui?: NodeHandler } = {}
  const server = createServer((req, res) => {
    if (/^\/v1\/(?:traces|logs|metrics)(?:\?|$)/.test(req.url ?? '')) return sayOtlp(res, otlpPort)
    const isApi = req.url === '/api' || req.url?.startsWith('/api/') === true
    const isMetrics = req.url?.split('?', 1)[0] === '/metrics'
    const handler =
      isMetrics && mounted.metrics ? mounted.metrics : isApi ? mounted.api : (mounted.ui ?? mounted.api)
    if (handler) handler(req, res, () => say(res, 404, 'Not found'))
    else say(res, 503, 'Assay is starting; try again in a moment')
  })
  server.requestTimeout = 60_000
  server.headersTimeout = 20_000
  await listen(server, options.host, options.port, options.portVariable)
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : options.port
  return {
    port,
    setApi: (handler) => {
      mounted.api = handler
    },
    setMetrics: (handler) => {
      mounted.metrics = handler
    },
    setOtlpPort: (port) => {
      otlpPort = port
    },
    setUi: (handler) => {
      mounted.ui = handler
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

function say(res: ServerResponse, status: number, sentence: string) {
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' })
  res.end(`${sentence}\n`)
}

/** As OTLP/HTTP answers faults: a `Status` in JSON. */
function sayOtlp(res: ServerResponse, port: number | null) {
  const where =
    port === null
      ? 'This process takes no OTLP: send it to one with the role otlp'
      : `OTLP is taken on port ${port} of this host, not here: change the endpoint of your exporter`
  res.writeHead(404, { 'content-type': 'application/json' })
  res.end(`${JSON.stringify({ code: 5, message: `${where}.` })}\n`)
}

function listen(server: Server, host: string, port: number, variable: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(portTaken(error, host, port, variable)))
    server.listen(port, host, resolve)
  })
}
