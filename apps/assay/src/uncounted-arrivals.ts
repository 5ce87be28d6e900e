import type { IngestSignal } from '@assay/contract/ingest'
import type { SegmentPart } from '@assay/spool/scan-segment'
import { arrivalsOf, type Arrival } from '@assay/store/clickhouse/arrivals'
import type { MinuteCounts } from '@assay/telemetry/ingest/minute-counts'

/** The table that makes a signal visible; the others hold parts of the same items. */
export const SIGNAL_OF: ReadonlyMap<string, IngestSignal> = new Map([
  ['spans', 'traces'],
  ['logs', 'logs'],
  ['metric_points', 'metrics'],
])

/** What a process that was killed had acknowledged and not counted yet. */
export interface UncountedArrivals {
  /** Takes what each segment holds that it left, oldest first. */
  add(parts: readonly SegmentPart[]): void
  /** Counts it now, in the minutes of its arrival. */
  countInto(minutes: MinuteCounts): void
}

/** Counts are written behind all that they count, so what stands behind the last of them was not counted. */
export function createUncountedArrivals(): UncountedArrivals {
  let arrivals: Arrival[] = []
  return {
    add(parts) {
      const counts = parts.find(({ table }) => table === 'ingest_stats')
      // All payloads of a segment lie in one buffer, in the order of the file.
      const last = counts?.payloads.at(-1)?.byteOffset ?? -1
      if (counts) arrivals = []
      for (const part of parts.filter(({ table }) => SIGNAL_OF.has(table)))
        arrivals.push(...arrivalsOf(part).filter((_, i) => (part.payloads[i]?.byteOffset ?? 0) > last))
    },
    countInto(minutes) {
      for (const { table, projectId, rows, arrivedAtMs } of arrivals) {
        const signal = SIGNAL_OF.get(table)
        if (signal === undefined) continue
        for (const event of ['received', 'accepted'] as const)
          minutes.add({ projectId, signal, event, reason: '', items: rows }, arrivedAtMs)
      }
      arrivals = []
    },
  }
}
