import type { TraceSummary } from '@assay/contract/api/trace'
import { instantMs } from '#lib/format.ts'

/** Rows that a live list holds at most; older ones are let go. */
export const LIVE_LIMIT = 1000

/** Compares arrival numbers, which are digits too long for a number. */
export const isNewer = (a: string, b: string): boolean =>
  a.length === b.length ? a > b : a.length > b.length

/** The highest arrival number of some rows, from which the tail resumes; null for none. */
export function newestVersion(rows: readonly TraceSummary[]): string | null {
  let newest: string | null = null
  for (const { version } of rows) if (newest === null || isNewer(version, newest)) newest = version
  return newest
}

/**
 * Puts arrivals into rows that are sorted by start, newest first: a trace that is there already is replaced in its place,
 * a new one is put where its start belongs. A late copy never replaces a newer one. At most `limit` rows stay.
 */
export function mergeLive(
  rows: readonly TraceSummary[],
  arrivals: readonly TraceSummary[],
  limit = LIVE_LIMIT,
): TraceSummary[] {
  const merged = [...rows]
  const places = new Map(rows.map(({ traceId }, index) => [traceId, index]))
  const added = new Map<string, TraceSummary>()
  for (const arrival of arrivals) {
    const place = places.get(arrival.traceId)
    const known = place === undefined ? added.get(arrival.traceId) : merged[place]
    if (known !== undefined && isNewer(known.version, arrival.version)) continue
    if (place === undefined) added.set(arrival.traceId, arrival)
    else merged[place] = arrival
  }
  if (added.size > 0) {
    merged.push(...added.values())
    merged.sort((a, b) => instantMs(b.startTime) - instantMs(a.startTime))
  }
  return merged.slice(0, limit)
}
