import { refuse } from '../shared/refuse.ts'
import { sortedPair } from '../shared/pooled.ts'
import type { Alternative, TestResult } from './alternative.ts'
import { mannWhitneyU } from './mann-whitney-rank.ts'

/** Above it a call would take more than some tenths of a second. */
const MOST_PAIRS = 15_000

/**
 * Exact Mann-Whitney test: all orders of the pooled sample are equally likely (SciPy:
 * mannwhitneyu(method='exact')). As there, U is counted as though no two values were equal; with ties use the
 * asymptotic one. Throws for more than 15,000 pairs n·m, where that one is as good.
 */
export function mannWhitneyExact(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  alternative: Alternative = 'two-sided',
): TestResult {
  const pair = sortedPair(x, y)
  const pairs = x.length * y.length
  if (pairs > MOST_PAIRS)
    refuse(
      `The exact test takes up to ${MOST_PAIRS} pairs of values: use mannWhitneyAsymptotic for ${pairs}.`,
    )
  const { u } = mannWhitneyU(pair.x, pair.y)
  const side =
    alternative === 'two-sided' ? Math.max(u, pairs - u) : alternative === 'greater' ? u : pairs - u
  const masses = uMasses(x.length, y.length)
  // The law is symmetric: P(U ≥ side) is the sum of as many masses from its other end.
  let tail = 0
  for (let k = Math.floor(pairs - side); k >= 0; k--) tail += masses[k]!
  return { statistic: u, pValue: Math.min(1, alternative === 'two-sided' ? 2 * tail : tail) }
}

/**
 * P(U = k), k from 0 to n·m: the largest value is one of x, above all of y, or one of y (Mann and Whitney's
 * recursion, on chances).
 */
function uMasses(n: number, m: number): Float64Array {
  let rows = Array.from({ length: m + 1 }, () => Float64Array.of(1))
  for (let i = 1; i <= n; i++) {
    const next = [Float64Array.of(1)]
    for (let j = 1; j <= m; j++) {
      const masses = new Float64Array(i * j + 1)
      const fromX = rows[j]!
      const fromY = next[j - 1]!
      for (let k = 0; k < fromX.length; k++) masses[k + j]! += (fromX[k]! * i) / (i + j)
      for (let k = 0; k < fromY.length; k++) masses[k]! += (fromY[k]! * j) / (i + j)
      next.push(masses)
    }
    rows = next
  }
  return rows[m]!
}
