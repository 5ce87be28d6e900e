import { RowWriter } from '@assay/normalise/rows/row-writer'
import type { Frame, Spool } from '@assay/spool/spool'
import type { MinuteCounts } from '@assay/telemetry/ingest/minute-counts'
import type { StatRow } from '@assay/telemetry/ingest/stat-row'
import type { Logger } from '@assay/telemetry/log'

/**
 * The page of a project is at most so late. A crash loses what was refused or already loaded in this time; the rest is counted from the spool.
 * Counts with each segment would be exact, and cost a tenth of the rate at full load.
 */
const EVERY_MS = 2_000

/** Writes the counts down from time to time, by the same way as what they count and behind all that they count. */
export interface StatsWriter {
  /** Writes what there is now; what cannot be written waits for the next time. */
  flush(): Promise<void>
  stop(): void
}

export function startStatsWriter(minutes: MinuteCounts, spool: Spool, log: Logger): StatsWriter {
  const flush = async () => {
    if (minutes.isEmpty) return
    let rows: StatRow[] = []
    try {
      await spool.appendLate(() => {
        rows = minutes.take()
        return rows.length === 0 ? [] : [statsFrame(rows)]
      })
    } catch (error) {
      minutes.putBack(rows)
      log.warn('the counts of what was sent wait to be written', { error: String(error) })
    }
  }
  const timer = setInterval(() => void flush(), EVERY_MS)
  timer.unref()
  return { flush, stop: () => clearInterval(timer) }
}

/** Rows of `ingest_stats` in the order of its columns. */
function statsFrame(rows: readonly StatRow[]): Frame {
  const writer = new RowWriter(rows.length * 64)
  for (const row of rows) {
    writer.string(row.projectId)
    writer.uint32(row.minuteMs / 1000)
    writer.string(row.signal)
    writer.string(row.event)
    writer.string(row.reason)
    writer.uint64(row.items)
  }
  return { table: 'ingest_stats', rows: rows.length, payload: writer.take() }
}
