import type { StatRow } from './stat-row.ts'

const MINUTE_MS = 60_000

/** Counts by minute that are not yet written down. */
export class MinuteCounts {
  #rows = new Map<string, StatRow>()

  get isEmpty(): boolean {
    return this.#rows.size === 0
  }

  /** @param atMs Unix milliseconds. */
  add(row: Omit<StatRow, 'minuteMs'>, atMs: number): void {
    if (row.items > 0) this.#sum({ ...row, minuteMs: Math.floor(atMs / MINUTE_MS) * MINUTE_MS })
  }

  /** Hands over all counts; those that could not be written come back by `putBack`. */
  take(): StatRow[] {
    const rows = [...this.#rows.values()]
    this.#rows = new Map()
    return rows
  }

  putBack(rows: readonly StatRow[]): void {
    for (const row of rows) this.#sum(row)
  }

  #sum(row: StatRow): void {
    const key = [row.projectId, row.minuteMs, row.signal, row.event, row.reason].join('\u0000')
    const known = this.#rows.get(key)
    if (known) known.items += row.items
    else this.#rows.set(key, { ...row })
  }
}
