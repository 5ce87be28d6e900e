import { refuse } from '../shared/refuse.ts'
import { sortedPair } from '../shared/pooled.ts'
import type { TestResult } from './alternative.ts'
import { cramerVonMisesStatistic } from './cramer-von-mises-statistic.ts'

/** Above it a call would take more than half a second. */
const LARGEST = 25

/**
 * Exact Cramér-von Mises test of two samples of 2 to 25: all orders of the pooled sample are equally likely
 * (Xiao, Gordon and Yakovlev, 2007; SciPy: cramervonmises_2samp(method='exact')). As there, orders are counted
 * as though without ties.
 */
export function cramerVonMisesExact(x: ArrayLike<number>, y: ArrayLike<number>): TestResult {
  const pair = sortedPair(x, y, 2)
  const n = x.length
  const m = y.length
  if (Math.max(n, m) > LARGEST)
    refuse(`The exact test takes up to ${LARGEST} values a sample: use cramerVonMisesAsymptotic.`)
  const { u, t } = cramerVonMisesStatistic(pair.x, pair.y)
  const multiple = leastCommonMultiple(n, m)
  const goal = Math.floor((multiple ** 2 * (n + m) * (6 * u - n * m * (4 * n * m - 1))) / (6 * (n * m) ** 2))
  let pValue = 0
  const law = pathSums(n, m, multiple)
  for (let k = law.sums.length - 1; k >= 0 && law.sums[k]! >= goal; k--) pValue += law.chances[k]!
  return { statistic: t, pValue: Math.min(1, pValue) }
}

/** Sums in rising order, each with its chance. */
interface Law {
  sums: Float64Array
  chances: Float64Array
}

const START: Law = { sums: Float64Array.of(0), chances: Float64Array.of(1) }
const EMPTY: Law = { sums: new Float64Array(0), chances: new Float64Array(0) }

/** The law of Σ (i·L/n − j·L/m)² along a random order of n and m. */
function pathSums(n: number, m: number, multiple: number): Law {
  let row: Law[] = []
  for (let i = 0; i <= n; i++) {
    const next: Law[] = []
    for (let j = 0; j <= m; j++) {
      const gap = (i * (multiple / n) - j * (multiple / m)) ** 2
      const left = n + m - i - j + 1
      next.push(
        i + j === 0
          ? START
          : merge(row[j] ?? EMPTY, (n - i + 1) / left, next[j - 1] ?? EMPTY, (m - j + 1) / left, gap),
      )
    }
    row = next
  }
  return row[m]!
}

/** Both laws, weighed by their shares, with `gap` added to every sum. */
function merge(a: Law, shareA: number, b: Law, shareB: number, gap: number): Law {
  const sums = new Float64Array(a.sums.length + b.sums.length)
  const chances = new Float64Array(sums.length)
  let size = 0
  for (let i = 0, j = 0; i < a.sums.length || j < b.sums.length; size++) {
    const sumA = i < a.sums.length ? a.sums[i]! : Infinity
    const sumB = j < b.sums.length ? b.sums[j]! : Infinity
    sums[size] = Math.min(sumA, sumB) + gap
    if (sumA <= sumB) chances[size] = a.chances[i++]! * shareA
    if (sumB <= sumA) chances[size]! += b.chances[j++]! * shareB
  }
  return { sums: sums.slice(0, size), chances: chances.slice(0, size) }
}

function leastCommonMultiple(a: number, b: number): number {
  let x = a
  let y = b
  while (y > 0) [x, y] = [y, x % y]
  return (a / x) * b
}
