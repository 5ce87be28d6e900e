/** Knows whether spans come to this process now, from the rows that its spool takes beside those of backfills. */
export interface Receiving {
  /** Tells of rows that a backfill put there. */
  own(rows: number): void
  isReceiving(): boolean
}

/** The process writes some rows about itself now and then. */
const FEW_PER_SECOND = 50
const LEAST_MS = 250

/** @param appendedRows Rows that the spool took since its start. @param now Clock in milliseconds. */
export function createReceiving(appendedRows: () => number, now: () => number): Receiving {
  let ownRows = 0
  let last = { rows: appendedRows(), atMs: now() }
  let isReceiving = false
  return {
    own: (rows) => void (ownRows += rows),
    isReceiving() {
      const passedMs = now() - last.atMs
      if (passedMs < LEAST_MS) return isReceiving
      const rows = appendedRows() - ownRows
      isReceiving = ((rows - last.rows) * 1000) / passedMs > FEW_PER_SECOND
      last = { rows, atMs: now() }
      return isReceiving
    },
  }
}
