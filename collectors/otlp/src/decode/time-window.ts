/** Times that a span may have, in Unix nanoseconds, both ends included. */
export interface TimeWindow {
  from: bigint
  to: bigint
}

const DAY_MS = 86_400_000

/** 1 January 2000: no tracing is older, while milliseconds or seconds sent as nanoseconds land before it. */
export const DEFAULT_OLDEST = new Date('2000-01-01T00:00:00Z')

/**
 * The window in which spans are taken: from `oldest` to `aheadMs` (default: a day, for clocks that run ahead)
 * after `now`. What lies outside has a broken clock or unit, and would make partitions nobody finds again.
 */
export function timeWindow(now: Date, oldest: Date = DEFAULT_OLDEST, aheadMs: number = DAY_MS): TimeWindow {
  return { from: BigInt(oldest.getTime()) * 1_000_000n, to: BigInt(now.getTime() + aheadMs) * 1_000_000n }
}
