/** Records that wait to be exported: as many as fit, and the number of those that did not. */
export interface RecordBuffer<T> {
  add(record: T): void
  /** Takes the oldest, `most` at most. */
  take(most: number): T[]
  /** Counts records that were taken and could not be sent. */
  lose(count: number): void
  /** Records that were lost since the start. */
  dropped(): number
}

/** @param limit Records that may wait, as many as the batch processor of OpenTelemetry's SDKs keeps by default. */
export function createRecordBuffer<T>(limit = 2048): RecordBuffer<T> {
  let waiting: T[] = []
  let dropped = 0
  return {
    add(record) {
      if (waiting.length < limit) waiting.push(record)
      else dropped++
    },
    take(most) {
      const taken = waiting.slice(0, most)
      waiting = waiting.slice(most)
      return taken
    },
    lose: (count) => void (dropped += count),
    dropped: () => dropped,
  }
}
