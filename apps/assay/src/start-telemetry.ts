import { randomBytes, randomUUID } from 'node:crypto'
import type { Config } from '@assay/config/load-config'
import { createIngestStats, type IngestStats } from '@assay/telemetry/ingest/ingest-stats'
import { teeLogger, type LogEvent, type Logger } from '@assay/telemetry/log'
import { addProcessMetrics } from '@assay/telemetry/metrics/process-metrics'
import { createRegistry, type Registry } from '@assay/telemetry/metrics/registry'
import { createRecordBuffer, type RecordBuffer } from '@assay/telemetry/otlp/record-buffer'
import type { Sending } from '@assay/telemetry/otlp/start-sending'
import { createTracer, type OwnSpan, type Tracer } from '@assay/telemetry/spans/tracer'
import type { Closing } from './closing.ts'
import { chooseTarget, type ExportTarget } from './own-export/choose-target.ts'
import { VERSION } from './version.ts'

/** What the process knows of itself. */
export interface Telemetry {
  registry: Registry
  ingest: IngestStats
  /** Another one at each start. */
  instanceId: string
  /** The same for all processes on one database. */
  installationId: string
  /** Undefined where nobody asked for spans. */
  tracer: Tracer | undefined
  log: Logger
  /** What is to be exported; null where nothing is. */
  exporting: Exporting | null
}

interface Exporting {
  target: ExportTarget
  spans: RecordBuffer<OwnSpan>
  logs: RecordBuffer<LogEvent>
  /** What sends it, once it is known that it may. */
  sendings: Sending[]
  /** Keeps nothing more. */
  stop(): void
}

/** Begins to count and measure, and to keep what is exported; all parts of the process share the one registry. */
export function startTelemetry(options: {
  config: Config
  log: Logger
  closing: Closing
  installationId: string
}): Telemetry {
  const { config, log, closing, installationId } = options
  const registry = createRegistry()
  const processMetrics = addProcessMetrics(registry, VERSION)
  closing.add(() => processMetrics.stop())
  const shared = {
    registry,
    ingest: createIngestStats(registry, Date.now),
    instanceId: randomUUID(),
    installationId,
  }
  const { target, warning } = chooseTarget(config)
  if (warning !== null) log.warn(warning)
  if (target === null) return { ...shared, tracer: undefined, log, exporting: null }
  const spans = createRecordBuffer<OwnSpan>()
  const logs = createRecordBuffer<LogEvent>()
  registry.read(
    'counter',
    'assay_own_telemetry_dropped_total',
    'Own spans and log records that could not be exported.',
    () => [
      { labels: { signal: 'traces' }, value: spans.dropped() },
      { labels: { signal: 'logs' }, value: logs.dropped() },
    ],
  )
  let isStopped = false
  const { share, signals } = target
  const tracer = createTracer({
    share,
    now: () => performance.timeOrigin + performance.now(),
    // Nothing is drawn where nothing is kept.
    random: () => (isStopped ? 1 : Math.random()),
    newId: (bytes) => randomBytes(bytes).toString('hex'),
    keep: (span) => {
      if (!isStopped) spans.add(span)
    },
  })
  const keepLog = (event: LogEvent) => {
    if (!isStopped) logs.add(event)
  }
  const sendings: Sending[] = []
  // Begun before the parts that it tells of, so that it ends after them.
  closing.add(async () => {
    await Promise.all(sendings.map((sending) => sending.close()))
  })
  return {
    ...shared,
    tracer: signals.traces && share > 0 ? tracer : undefined,
    log: signals.logs ? teeLogger(log, config.logLevel, keepLog, Date.now) : log,
    exporting: {
      target,
      spans,
      logs,
      sendings,
      stop: () => void (isStopped = true),
    },
  }
}
