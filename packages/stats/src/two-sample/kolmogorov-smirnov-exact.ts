import { refuse } from '../shared/refuse.ts'
import { sortedPair, walkPooled } from '../shared/pooled.ts'
import type { TestResult } from './alternative.ts'
import { kolmogorovSmirnovDistance } from './kolmogorov-smirnov-distance.ts'

/** Above it a call would take more than a second. */
export const MOST_EXACT_CELLS = 400_000_000

/**
 * `midP` counts a distance equal to the one seen by half: its false alarms are on average as often as asked
 * for, those of `pValue` at most so often.
 */
export interface KolmogorovSmirnovTest extends TestResult {
  midP: number
}

/**
 * Exact two-sided Kolmogorov-Smirnov test of two samples: all orders of the pooled sample are equally likely
 * (J. L. Hodges, 1958; the sum runs over the orders that leave the band, so small p-values keep their digits).
 * `ties: 'condition'` takes the pooled values as given, so that ties make it neither shy nor bold; 'ignore'
 * counts as though there were none (SciPy: ks_2samp(method='exact')), which is too shy with ties. Time: about
 * n·m·distance steps; throws where that would be more than a second, for which see kolmogorov-smirnov.
 */
export function kolmogorovSmirnovExact(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { ties = 'condition' }: { ties?: 'condition' | 'ignore' } = {},
): KolmogorovSmirnovTest {
  const pair = sortedPair(x, y)
  const { distance, steps } = kolmogorovSmirnovDistance(pair.x, pair.y)
  const n = x.length
  const m = y.length
  if (exactCells(n, m, distance) > MOST_EXACT_CELLS)
    refuse(
      `Samples of ${n} and ${m} are too large for the exact test: use kolmogorovSmirnov, which knows when to approximate.`,
    )
  const ends = ties === 'ignore' ? null : blockEnds(pair.x, pair.y)
  const pValue = steps === 0 ? 1 : Math.min(1, leaveBand(n, m, steps, ends))
  const beyond = steps === n * m ? 0 : Math.min(1, leaveBand(n, m, steps + 1, ends))
  return { statistic: distance, pValue, midP: (pValue + beyond) / 2 }
}

/** How many cells the exact sum visits, about. */
export function exactCells(n: number, m: number, distance: number): number {
  return (n + m) * Math.min(Math.min(n, m) + 1, (2 * distance * n * m) / (n + m) + 2)
}

/** 1 at each place of the pooled order, from 1, after which no equal value follows. */
function blockEnds(x: Float64Array, y: Float64Array): Uint8Array {
  const ends = new Uint8Array(x.length + y.length + 1)
  let place = 0
  walkPooled(x, y, (inX, inY) => {
    place += inX + inY
    ends[place] = 1
  })
  return ends
}

/**
 * Chance that a random order of n and m leaves the band |i·m − j·n| < steps, where it is looked at: everywhere,
 * or at `ends`. cells[i] is the chance of i from the first sample among k and to have stayed inside.
 */
function leaveBand(n: number, m: number, steps: number, ends: Uint8Array | null): number {
  const total = n + m
  const cells = new Float64Array(n + 2)
  cells[0] = 1
  let low = 0
  let high = 0
  let left = 0
  for (let k = 0; k < total; k++) {
    const share = 1 / (total - k)
    // From i of k: the next comes from the first sample with chance (n−i)·share.
    for (let i = high + 1; i > low; i--)
      cells[i] = cells[i]! * (m - k + i) * share + cells[i - 1]! * (n - i + 1) * share
    cells[low] = cells[low]! * (m - k + low) * share
    high = Math.min(high + 1, n)
    if (ends !== null && ends[k + 1] === 0) continue
    // |i·(n+m) − (k+1)·n| ≥ steps is outside.
    const middle = (k + 1) * n
    for (; low <= high && middle - low * total >= steps; low++) left += take(cells, low)
    for (; high >= low && high * total - middle >= steps; high--) left += take(cells, high)
    if (low > high) break
  }
  return left
}

function take(cells: Float64Array, i: number): number {
  const value = cells[i]!
  cells[i] = 0
  return value
}
