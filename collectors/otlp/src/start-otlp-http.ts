import { encodeSpan } from '@assay/normalise/rows/encode-span'
import { normaliseSpan } from '@assay/normalise/normalise-span'
import type { Spool } from '@assay/spool/spool'
import type { Logger } from '@assay/telemetry/log'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TimeWindow } from './decode/time-window.ts'
import { answerBrokenHttp } from './receive/answer-broken-http.ts'
import { ByteBudget } from './receive/byte-budget.ts'
import {
  handleRequest,
  type Authenticate,
  type HandlerOptions,
  type Signal,
} from './receive/handle-request.ts'
import { IngestCounters, type ProjectCounts } from './receive/ingest-counters.ts'
import type { BodyLimits } from './receive/read-body.ts'
import { noTimings, receiveTraces, type StepTimings, type TracePorts } from './receive/receive-traces.ts'

const MIB = 1024 ** 2

export interface OtlpHttpOptions extends Partial<BodyLimits> {
  /** 0 takes a free port. */
  port: number
  /** Default: all interfaces. */
  host?: string
  /** Most bytes of a body, before and after decompression. Default 64 MiB, as OTLP recommends. */
  maxBodyBytes?: number
  /** Most bytes of all bodies that are in memory at once; past it 503. Default four bodies of the largest size. */
  maxBytesInFlight?: number
  /** How long `close` waits for requests that are being answered. Default 30 s. */
  drainTimeoutMs?: number
  authenticate: Authenticate
  spool: Pick<Spool, 'append'>
  /** Arrival numbers, each above all before, also those of earlier processes. */
  nextVersion(): bigint
  /** Times that a span may have, now: see `timeWindow` in decode/time-window. */
  timeWindow(): TimeWindow
  newRequestId(): string
  log: Logger
  /** Others than the real ones stand in for failures. */
  normaliseSpan?: TracePorts['normaliseSpan']
  encodeSpan?: TracePorts['encodeSpan']
}

export interface OtlpHttpStats {
  projects: Map<string, ProjectCounts>
  bytesInFlight: number
  stepMs: StepTimings
}

export interface OtlpHttp {
  port: number
  stats(): OtlpHttpStats
  /** Takes no more connections, answers the requests that are there, and resolves when all is closed. */
  close(): Promise<void>
}

/** Starts the OTLP/HTTP receiver: `POST /v1/traces`, protobuf and JSON, plain and gzip. Rejects when the port is taken. */
export async function startOtlpHttp(options: OtlpHttpOptions): Promise<OtlpHttp> {
  const { log, newRequestId, authenticate, nextVersion, timeWindow } = options
  const maxBodyBytes = options.maxBodyBytes ?? 64 * MIB
  const limits = {
    maxBodyBytes,
    idleTimeoutMs: options.idleTimeoutMs ?? 15_000,
    bodyTimeoutMs: options.bodyTimeoutMs ?? 60_000,
  }
  const budget = new ByteBudget(options.maxBytesInFlight ?? 4 * maxBodyBytes)
  const counters = new IngestCounters()
  const timings = noTimings()
  const ports: TracePorts = {
    normaliseSpan: options.normaliseSpan ?? normaliseSpan,
    encodeSpan: options.encodeSpan ?? encodeSpan,
    append: (frames) => options.spool.append(frames),
    nextVersion,
    timeWindow,
    counters,
    timings,
    monotonicMs: () => performance.now(),
  }
  const signals = new Map<string, Signal>([
    [
      '/v1/traces',
      { rejectedField: 'rejectedSpans', receive: (...request) => receiveTraces(...request, ports) },
    ],
  ])

  let isClosing = false
  const isClosingNow = () => isClosing
  const handler: HandlerOptions = {
    signals,
    authenticate,
    limits,
    budget,
    newRequestId,
    isClosing: isClosingNow,
    log,
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
    stats: () => ({ projects: counters.snapshot(), bytesInFlight: budget.usedBytes, stepMs: { ...timings } }),
    async close() {
      if (isClosing) return
      isClosing = true
      const cut = setTimeout(() => server.closeAllConnections(), options.drainTimeoutMs ?? 30_000)
      await new Promise<void>((resolve) => server.close(() => resolve()))
      clearTimeout(cut)
    },
  }
}
