import type { ParityGroup } from '@assay/contract/api/bias'
import { normalQuantile } from '@assay/stats/distributions/normal'
import { studentTSf } from '@assay/stats/distributions/student-t'
import { fisherExact } from '@assay/stats/tables/fisher-exact'
import { twoProportions } from '@assay/stats/tables/two-proportions'
import type { ScoreMoments } from '@assay/store/clickhouse/queries/score-moments'
import { compareMoments, type Measure, rateSize, spreadOf } from '../scores/estimate.ts'

/** A group against the reference. */
export interface Comparison {
  difference: NonNullable<ParityGroup['difference']>
  ratio: ParityGroup['ratio']
  /** Two-sided. */
  pValue: number
  /** The size of the difference: of rates itself, of means in standard deviations. */
  effect: number
}

/** Fisher's test takes time with the counts, and the normal law is near enough where they are large. */
const MOST_EXACT = 20_000

/** Compares sums of a group with those of the reference; null where there is nothing to compare. */
export function compareToReference(
  own: ScoreMoments,
  reference: ScoreMoments,
  measure: Measure,
): Comparison | null {
  const { difference } = compareMoments(own, reference, measure)
  if (difference === null) return null
  if (measure === 'mean') return { difference, ratio: null, ...testMeans(own, reference) }
  const [a, b] = [rateSize(spreadOf(own)), rateSize(spreadOf(reference))]
  return {
    difference,
    ratio: ratioOf(a, b),
    pValue: testRates(own, reference),
    effect: Math.abs(difference.estimate),
  }
}

function testRates(own: ScoreMoments, reference: ScoreMoments): number {
  const isCounted = (one: ScoreMoments) => Math.abs(one.w - one.n) < 1e-9 && Math.abs(one.ww - one.n) < 1e-9
  const hits = [own, reference].map(({ wy }) => Math.round(wy)) as [number, number]
  if (isCounted(own) && isCounted(reference) && own.n + reference.n <= MOST_EXACT)
    return fisherExact(hits[0], own.n - hits[0], hits[1], reference.n - hits[1]).midP
  const [a, b] = [rateSize(spreadOf(own)), rateSize(spreadOf(reference))]
  return twoProportions(a.rate * a.size, a.size, b.rate * b.size, b.size).pValue
}

/** Welch's test at the effective sizes. */
function testMeans(own: ScoreMoments, reference: ScoreMoments): { pValue: number; effect: number } {
  const [a, b] = [spreadOf(own), spreadOf(reference)]
  const variance = a.variance + b.variance
  const gap = Math.abs(a.mean - b.mean)
  // Values that are the same throughout have no spread to measure a difference by.
  if (!(variance > 0)) return { pValue: gap > 0 ? 0 : 1, effect: gap > 0 ? Infinity : 0 }
  const freedom = variance ** 2 / (a.variance ** 2 / (a.kish - 1) + b.variance ** 2 / (b.kish - 1))
  const deviation = Math.sqrt((a.variance * a.kish + b.variance * b.kish) / 2)
  return {
    pValue: Math.min(1, 2 * studentTSf(gap / Math.sqrt(variance), freedom)),
    effect: gap / deviation,
  }
}

/**
 * Ratio of two rates with its 95 % interval by the variance of its logarithm (Katz and others, 1978, Biometrics 34:469). That takes a rate
 * of 0 or 1 for certain, however few scores it rests on: then null.
 */
function ratioOf(a: { rate: number; size: number }, b: { rate: number; size: number }): ParityGroup['ratio'] {
  const isInside = ({ rate }: { rate: number }) => rate > 0 && rate < 1
  if (!isInside(a) || !isInside(b)) return null
  const estimate = a.rate / b.rate
  const reach =
    normalQuantile(0.975) * Math.sqrt((1 - a.rate) / (a.size * a.rate) + (1 - b.rate) / (b.size * b.rate))
  return { estimate, low: estimate * Math.exp(-reach), high: estimate * Math.exp(reach) }
}
