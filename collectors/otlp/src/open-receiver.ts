import { KnownBodies } from '@assay/normalise/bodies/known-bodies'
import { createBufferPool } from '@assay/normalise/rows/buffer-pool'
import { encodeSpan } from '@assay/normalise/rows/encode-span'
import { normaliseSpan } from '@assay/normalise/normalise-span'
import type { Spool } from '@assay/spool/spool'
import type { IngestStats } from '@assay/telemetry/ingest/ingest-stats'
import type { Logger } from '@assay/telemetry/log'
import type { Tracer } from '@assay/telemetry/spans/tracer'
import type { TimeWindow } from './decode/time-window.ts'
import type { Authenticate } from './receive/authenticate.ts'
import type { CountRequest } from './receive/count-request.ts'
import { ByteBudget } from './receive/byte-budget.ts'
import { IngestCounters, type ProjectCounts } from './receive/ingest-counters.ts'
import { noTimings, type StepTimings } from './receive/receive-batches.ts'
import type { TracePorts } from './receive/receive-traces.ts'
import type { Signal } from './receive/signal.ts'
import { createSignals } from './receive/signals.ts'
import { createTurns } from './receive/turns.ts'

const MIB = 1024 ** 2
/** Free buffers for rows: as much as a few large requests need at once. */
const POOL_BYTES = 48 * MIB

export interface ReceiverOptions {
  /** Most bytes of a body, before and after decompression. Default 64 MiB, as OTLP recommends. */
  maxBodyBytes?: number
  /** Most bytes of all bodies that are in memory at once; past it senders are told to try again. Default four bodies of the largest size. */
  maxBytesInFlight?: number
  authenticate: Authenticate
  spool: Pick<Spool, 'append'>
  /** Arrival numbers, each above all before, also those of earlier processes. */
  nextVersion(): bigint
  /** Times that a span may have, now: see `timeWindow` in decode/time-window. */
  timeWindow(): TimeWindow
  newRequestId(): string
  log: Logger
  /** Takes every count. Default: none. */
  ingest?: IngestStats
  /** Who we are: telemetry that this process sends to itself is refused. */
  instanceId?: string
  /** What this installation says of itself is refused, whatever it came through. */
  installationId?: string
  /** Makes our own spans of requests. Default: none. */
  tracer?: Tracer | undefined
  /** Others than the real ones stand in for failures. */
  normaliseSpan?: TracePorts['normaliseSpan']
  encodeSpan?: TracePorts['encodeSpan']
}

export interface ReceiverStats {
  projects: Map<string, ProjectCounts>
  bytesInFlight: number
  stepMs: StepTimings
}

/** What stands behind every transport: the signals, who may send, and one bound on memory for all together. */
export interface Receiver {
  signals: readonly Signal[]
  authenticate: Authenticate
  maxBodyBytes: number
  budget: ByteBudget
  newRequestId(): string
  log: Logger
  /** Called once for each request that was answered. */
  count: CountRequest
  instanceId: string | undefined
  tracer: Tracer | undefined
  stats(): ReceiverStats
}

/** Joins the pipelines to the spool; `startOtlpHttp` and `startOtlpGrpc` let senders in. */
export function openReceiver(options: ReceiverOptions): Receiver {
  const { log, newRequestId, authenticate, nextVersion, timeWindow } = options
  const maxBodyBytes = options.maxBodyBytes ?? 64 * MIB
  const budget = new ByteBudget(options.maxBytesInFlight ?? 4 * maxBodyBytes)
  const counters = new IngestCounters(options.ingest)
  const timings = noTimings()
  const monotonicMs = () => performance.now()
  const signals = createSignals({
    normaliseSpan: options.normaliseSpan ?? normaliseSpan,
    encodeSpan: options.encodeSpan ?? encodeSpan,
    append: (frames) => options.spool.append(frames),
    buffers: createBufferPool(POOL_BYTES),
    knownBodies: new KnownBodies(),
    nowMs: Date.now,
    nextVersion,
    timeWindow,
    counters,
    timings,
    turns: createTurns(monotonicMs),
    installationId: options.installationId,
    monotonicMs,
  })
  return {
    signals,
    authenticate,
    maxBodyBytes,
    budget,
    newRequestId,
    log,
    count: options.ingest?.request ?? (() => undefined),
    instanceId: options.instanceId,
    tracer: options.tracer,
    stats: () => ({ projects: counters.snapshot(), bytesInFlight: budget.usedBytes, stepMs: { ...timings } }),
  }
}
