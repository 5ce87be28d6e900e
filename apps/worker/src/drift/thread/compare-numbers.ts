import { normalCdf } from '@assay/stats/distributions/normal'
import { studentTSf } from '@assay/stats/distributions/student-t'
import { numericDrift } from '@assay/stats/drift/numeric-drift'
import type { Random } from '@assay/stats/random/seeded'
import { squaredDeviations } from '@assay/stats/shared/moments'
import { type Comparison, isEven, type Item, probabilitiesOf, type Told, valuesOf } from './column.ts'
import { excludesZero, meanChange, quantileChange } from './level-change.ts'

const QUANTILES = [
  ['median', 0.5],
  ['p90', 0.9],
  ['p10', 0.1],
] as const

/**
 * Numbers of two windows by their whole distribution; where items were drawn with unequal probabilities, by their weighted means.
 *
 * @param isScore Means of scores are told first: their quantiles are often equal.
 */
export function compareNumbers(
  before: readonly Item<number>[],
  after: readonly Item<number>[],
  { random, isScore }: { random: Random; isScore: boolean },
): Comparison {
  const old = { values: valuesOf(before), probabilities: probabilitiesOf(before) }
  const now = { values: valuesOf(after), probabilities: probabilitiesOf(after) }
  const even = isEven(before, after)
  const mean = meanChange(old, now)
  const toldAs = (told: Pick<Told, 'measure' | 'before' | 'after' | 'difference'>): Told => ({
    measure: told.measure,
    before: told.before,
    after: told.after,
    difference: told.difference,
    what: null,
    movers: [],
    scoreBefore: old.values,
    scoreAfter: now.values,
    isShare: false,
  })
  const tell = (): Told => {
    const meant = { measure: 'mean' as const, ...mean }
    if (!even || (isScore && excludesZero(mean))) return toldAs(meant)
    const [a, b] = [old.values.toSorted(), now.values.toSorted()]
    const all = QUANTILES.map(([measure, share]) => ({ measure, ...quantileChange(a, b, share) }))
    const [median, ...tails] = all
    return toldAs([median!, meant, ...tails].find(excludesZero) ?? median!)
  }
  if (even || !(mean.error > 0)) return { ...numericDrift(old.values, now.values, { random }), tell }
  const distance = Math.abs(mean.difference.estimate)
  const spread = Math.sqrt(
    (squaredDeviations(old.values) + squaredDeviations(now.values)) / (before.length + after.length),
  )
  return {
    pValue: Math.min(1, 2 * studentTSf(distance / mean.error, mean.freedom)),
    // The distance of two normal laws that are so far apart, as Kolmogorov and Smirnov measure it.
    effect: spread > 0 ? 2 * normalCdf(distance / spread / 2) - 1 : 1,
    tell,
  }
}
