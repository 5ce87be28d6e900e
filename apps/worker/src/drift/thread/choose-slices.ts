import type { DriftRun, DriftSliceBy } from '@assay/contract/api/drift'
import type { ComparedCall } from '../call.ts'

export type Slice = { by: DriftSliceBy; value: string }

/** Slices that are compared, besides all calls together. */
export const MOST_SLICES = 20

export interface ChosenSlices {
  slices: DriftRun['slices']
  leftOut: Pick<DriftRun['leftOut'], 'tooFew' | 'beyondMost' | 'same'>
}

/**
 * Which slices are compared: those with enough calls in both windows, the greatest first. One that holds the very calls of another, or of
 * all, would only repeat its tests.
 */
export function chooseSlices(
  before: readonly ComparedCall[],
  after: readonly ComparedCall[],
  { by, leastRows }: { by: readonly DriftSliceBy[]; leastRows: number },
): ChosenSlices {
  const leftOut = { tooFew: 0, beyondMost: 0, same: 0 }
  const enough: { slice: DriftRun['slices'][number]; members: string }[] = []
  for (const one of by) {
    const [old, now] = [before, after].map((calls) =>
      Map.groupBy(calls, ({ slices }) => slices[one] ?? null),
    ) as [Map<string | null, ComparedCall[]>, Map<string | null, ComparedCall[]>]
    for (const value of new Set([...old.keys(), ...now.keys()])) {
      if (value === null) continue
      const [a, b] = [old.get(value) ?? [], now.get(value) ?? []]
      if (Math.min(a.length, b.length) < leastRows) leftOut.tooFew++
      else
        enough.push({
          slice: { by: one, value, baseline: a.length, window: b.length },
          members: membersOf(a, b),
        })
    }
  }
  const seen = new Set([membersOf(before, after)])
  const different = enough.filter(({ members }) => !seen.has(members) && seen.add(members))
  leftOut.same = enough.length - different.length
  const ordered = different
    .map(({ slice }) => slice)
    .sort((a, b) => b.baseline + b.window - a.baseline - a.window || (a.value < b.value ? -1 : 1))
  leftOut.beyondMost = Math.max(0, ordered.length - MOST_SLICES)
  return { slices: ordered.slice(0, MOST_SLICES), leftOut }
}

/** The same for two slices only if they hold the same calls. */
const membersOf = (before: readonly ComparedCall[], after: readonly ComparedCall[]): string =>
  [before, after].map((calls) => calls.map(({ traceId }) => traceId).join('')).join('|')
