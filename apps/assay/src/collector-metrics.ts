import type { Receiver } from '@assay/collector-otlp/open-receiver'
import type { Spool } from '@assay/spool/spool'
import type { LoadedSegment, Loader } from '@assay/store/clickhouse/loader'
import type { Telemetry } from './start-telemetry.ts'
import { SIGNAL_OF } from './uncounted-arrivals.ts'

/** Counts what a loaded segment made visible. Segments that wait from an earlier start count too. */
export function countLoaded({ registry, ingest }: Telemetry): (segment: LoadedSegment) => void {
  const rows = registry.counter('assay_loader_rows_total', 'Rows that were loaded into ClickHouse.', [
    'table',
  ])
  const time = registry.histogram(
    'assay_loader_segment_seconds',
    'Time that loading a segment took, from its last attempt on.',
    [],
    [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100],
  )
  return ({ rowsByTable, arrivals, loadMs }) => {
    const now = Date.now()
    time.observe({}, loadMs / 1000)
    for (const [table, count] of Object.entries(rowsByTable)) rows.add({ table }, count)
    for (const arrival of arrivals) {
      const signal = SIGNAL_OF.get(arrival.table)
      if (signal) ingest.stored(arrival.projectId, signal, arrival.rows, now - arrival.arrivedAtMs)
    }
  }
}

/** Shows the state of receiver, spool and loader. */
export function addCollectorMetrics(
  { registry }: Telemetry,
  parts: { receiver: Receiver; spool: Spool; loader: Loader },
): void {
  const { receiver, spool, loader } = parts
  registry.read(
    'gauge',
    'assay_ingest_in_flight_bytes',
    'Bytes of bodies in memory.',
    () => receiver.budget.usedBytes,
  )
  registry.read(
    'gauge',
    'assay_ingest_in_flight_limit_bytes',
    'Bytes of bodies past which senders are told to try again.',
    () => receiver.budget.limitBytes,
  )
  registry.read('counter', 'assay_ingest_step_seconds_total', 'Time in each step of the way of spans.', () =>
    Object.entries(receiver.stats().stepMs).map(([step, ms]) => ({ labels: { step }, value: ms / 1000 })),
  )
  const { stats } = spool
  const gauges: [name: string, help: string, read: () => number][] = [
    ['bytes', 'Bytes that wait on disk.', () => stats().bytes],
    ['limit_bytes', 'Bytes past which appends are refused.', () => stats().maxBytes],
    ['segments', 'Segments that wait, the open one too.', () => stats().segments],
    [
      'oldest_age_seconds',
      'Age of the oldest row that is not loaded; 0 where none waits.',
      () => stats().oldestAgeMs / 1000,
    ],
  ]
  for (const [name, help, read] of gauges) registry.read('gauge', `assay_spool_${name}`, help, read)
  const counters: [name: string, help: string, read: () => number][] = [
    ['spool_appended_rows', 'Rows that were written.', () => stats().appendedRows],
    ['spool_appended_bytes', 'Bytes that were written.', () => stats().appendedBytes],
    ['spool_fsyncs', 'Waits for the disk.', () => stats().fsyncs],
    ['spool_refused_appends', 'Appends refused: full, or the disk is slow.', () => stats().refusedAppends],
    ['spool_failed_writes', 'Writes that the disk refused.', () => stats().failedWrites],
    ['spool_quarantined_segments', 'Segments put aside.', () => stats().quarantinedSegments],
    ['loader_segments', 'Segments that were loaded.', () => loader.stats().loadedSegments],
    ['loader_failed_attempts', 'Attempts to load that failed.', () => loader.stats().failedAttempts],
  ]
  for (const [name, help, read] of counters) registry.read('counter', `assay_${name}_total`, help, read)
}
