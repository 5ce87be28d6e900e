import type { IngestEvent, IngestSignal } from '@assay/contract/ingest'

/** A count of one minute, as the table `ingest_stats` sums it. */
export interface StatRow {
  projectId: string
  /** Unix milliseconds, a whole minute. */
  minuteMs: number
  signal: IngestSignal
  event: IngestEvent
  reason: string
  items: number
}
