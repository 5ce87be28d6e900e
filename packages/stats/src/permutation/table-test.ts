import type { Random } from '../random/seeded.ts'
import { shuffleFront } from '../random/shuffle.ts'
import { refuse, requireCount, requirePairs } from '../shared/refuse.ts'
import type { TestResult } from '../two-sample/alternative.ts'
import { type PermutationOptions, sequentialPermutation } from './sequential.ts'

/**
 * Pearson's χ² of whole counts of two samples over the same categories with its permutation p-value: exact also
 * where categories are too rare for the χ² law. Time: the smaller sample's size and the number of categories
 * for each permutation.
 */
export function countsTest(
  first: readonly number[],
  second: readonly number[],
  options: PermutationOptions & { random: Random },
): TestResult {
  requirePairs(first, second, 'The two lists of counts')
  for (const count of [...first, ...second]) requireCount(count, 'A count')
  const sums = first.map((count, i) => count + second[i]!)
  const n = first.reduce((sum, count) => sum + count, 0)
  const m = second.reduce((sum, count) => sum + count, 0)
  if (n === 0 || m === 0) refuse('A sample has no counts: give at least one above 0 in each.')
  const labels = new Uint32Array(n + m)
  let end = 0
  for (const [i, sum] of sums.entries()) labels.fill(i, end, (end += sum))
  const fewer = Math.min(n, m)
  const smaller = n <= m ? first : second
  // With both sums given, χ² is (n+m)²/(n·m) · Σ (count − expected)²/sum of either sample.
  const statistic = (counts: ArrayLike<number>) => {
    let sum = 0
    for (const [i, whole] of sums.entries())
      if (whole > 0) sum += (counts[i]! - (whole * fewer) / (n + m)) ** 2 / whole
    return ((sum * (n + m)) / n) * ((n + m) / m)
  }
  const drawn = new Float64Array(sums.length)
  const draw = () => {
    shuffleFront(labels, fewer, options.random)
    drawn.fill(0)
    for (let i = 0; i < fewer; i++) drawn[labels[i]!]! += 1
    return statistic(drawn)
  }
  const observed = statistic(smaller)
  return { statistic: observed, pValue: sequentialPermutation(observed, draw, options) }
}
