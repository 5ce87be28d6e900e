import { refuse } from '../shared/refuse.ts'
import { sortedPair, walkPooled } from '../shared/pooled.ts'
import type { TestResult } from './alternative.ts'
import { kolmogorovSmirnovDistance } from './kolmogorov-smirnov-distance.ts'
import { bandCells, leaveBand } from './leave-band.ts'

/** Above it a call would take more than a second. */
const MOST_CELLS = 200_000_000

/**
 * `midP` counts a distance equal to the one seen by half: its false alarms are on average as often as asked
 * for, those of `pValue` at most so often.
 */
export interface KolmogorovSmirnovTest extends TestResult {
  midP: number
}

/**
 * Exact two-sided Kolmogorov-Smirnov test of two samples: all orders of the pooled sample are equally likely
 * (J. L. Hodges, 1958). `ties: 'condition'` takes the pooled values as given, so that ties make it neither shy
 * nor bold; 'ignore' counts as though there were none (SciPy: ks_2samp(method='exact')), which is too shy with
 * ties. Time: about n·m·distance; throws where that would be more than a second.
 */
export function kolmogorovSmirnovExact(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { ties = 'condition' }: { ties?: 'condition' | 'ignore' } = {},
): KolmogorovSmirnovTest {
  const pair = sortedPair(x, y)
  const { distance, steps, largestGroup } = kolmogorovSmirnovDistance(pair.x, pair.y)
  if (bandCells(x.length, y.length, distance, ties === 'ignore' ? 1 : largestGroup) > MOST_CELLS) {
    refuse(
      `${x.length} and ${y.length} values are too many for the exact test: kolmogorovSmirnov takes any number.`,
    )
  }
  return bandChances(pair.x, pair.y, steps, ties === 'condition' && largestGroup > 1)
}

/** The exact test of sorted samples whose distance is known to be steps/(n·m). */
export function bandChances(
  x: Float64Array,
  y: Float64Array,
  steps: number,
  hasTies: boolean,
): KolmogorovSmirnovTest {
  const ends = hasTies ? groupEnds(x, y) : null
  const product = x.length * y.length
  const pValue = steps === 0 ? 1 : leaveBand(x.length, y.length, steps, ends)
  const beyond = steps === product ? 0 : leaveBand(x.length, y.length, steps + 1, ends)
  return { statistic: steps / product, pValue, midP: (pValue + beyond) / 2 }
}

/** 1 at each place of the pooled order, from 1, after which no equal value follows. */
function groupEnds(x: Float64Array, y: Float64Array): Uint8Array {
  const ends = new Uint8Array(x.length + y.length + 1)
  let place = 0
  walkPooled(x, y, (inX, inY) => {
    place += inX + inY
    ends[place] = 1
  })
  return ends
}
