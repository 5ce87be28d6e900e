import { instantToNs } from './instant.ts'

/** Nanoseconds since 1970: `from` inclusive, `to` exclusive. */
export interface TimeRange {
  from: bigint
  to: bigint
}

const DAY_NS = 86_400_000_000_000n
/** DateTime64(9) holds instants from 1900 to 2262; the ends of a 64-bit count of nanoseconds. */
export const EARLIEST_NS = 0n
export const LATEST_NS = 9_223_372_036_000_000_000n

/**
 * The range a query asks for; without `to` it ends now, without `from` it is 24 hours long.
 *
 * @param nowMs Unix time in milliseconds.
 */
export function timeRange(
  query: { from?: string | undefined; to?: string | undefined },
  nowMs: number,
): TimeRange {
  // One millisecond on: a span that started in this very millisecond is part of the list.
  const to = query.to === undefined ? BigInt(nowMs + 1) * 1_000_000n : instantToNs(query.to)
  const from = query.from === undefined ? to - DAY_NS : instantToNs(query.from)
  return { from: clamp(from), to: clamp(to) }
}

function clamp(ns: bigint): bigint {
  return ns < EARLIEST_NS ? EARLIEST_NS : ns > LATEST_NS ? LATEST_NS : ns
}
