import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Receiver } from './open-receiver.ts'
import { answerBrokenHttp } from './receive/answer-broken-http.ts'
import { handleRequest, type HandlerOptions } from './receive/handle-request.ts'
import type { BodyLimits } from './receive/read-body.ts'

export interface OtlpHttpOptions extends Partial<Omit<BodyLimits, 'maxBodyBytes'>> {
  /** 0 takes a free port. */
  port: number
  /** Default: all interfaces. */
  host?: string
  /** How long `close` waits for requests that are being answered. Default 30 s. */
  drainTimeoutMs?: number
}

export interface OtlpHttp {
  port: number
  /** Takes no more connections, answers the requests that are there, and resolves when all is closed. */
  close(): Promise<void>
}

/** Starts OTLP/HTTP: `POST` to each signal's path, protobuf and JSON, plain and gzip. Rejects when the port is taken. */
export async function startOtlpHttp(receiver: Receiver, options: OtlpHttpOptions): Promise<OtlpHttp> {
  const limits = {
    maxBodyBytes: receiver.maxBodyBytes,
    idleTimeoutMs: options.idleTimeoutMs ?? 15_000,
    bodyTimeoutMs: options.bodyTimeoutMs ?? 60_000,
  }
  let isClosing = false
  const handler: HandlerOptions = {
    signals: new Map(receiver.signals.map((signal) => [signal.path, signal])),
    authenticate: receiver.authenticate,
    limits,
    budget: receiver.budget,
    newRequestId: () => receiver.newRequestId(),
    isClosing: () => isClosing,
    log: receiver.log,
    count: receiver.count,
    instanceId: receiver.instanceId,
    tracer: receiver.tracer,
  }
  const server = createServer({
    headersTimeout: 15_000,
    keepAliveTimeout: 65_000,
    connectionsCheckingInterval: 5_000,
  })
  // The body has timeouts of its own, which answer in the request's encoding; this one is behind them.
  server.requestTimeout = limits.bodyTimeoutMs + 20_000
  server.on('request', (req, res) => void handleRequest(req, res, handler, false))
  server.on('checkContinue', (req, res) => void handleRequest(req, res, handler, true))
  // Expectations that nobody knows are ignored, rather than answered without a Status.
  server.on('checkExpectation', (req, res) => void handleRequest(req, res, handler, false))
  server.on('clientError', answerBrokenHttp)
  server.listen(options.port, options.host)
  await once(server, 'listening')

  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      if (isClosing) return
      isClosing = true
      const cut = setTimeout(() => server.closeAllConnections(), options.drainTimeoutMs ?? 30_000)
      await new Promise<void>((resolve) => server.close(() => resolve()))
      clearTimeout(cut)
    },
  }
}
