import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kendall } from '../src/correlation/kendall.ts'
import { pearson } from '../src/correlation/pearson.ts'
import { spearman } from '../src/correlation/spearman.ts'
import { binEdges } from '../src/distances/bin-edges.ts'
import { energyDistance, wassersteinDistance } from '../src/distances/wasserstein.ts'
import { meanDiscrepancy } from '../src/drift/mean-discrepancy.ts'
import { numericDrift } from '../src/drift/numeric-drift.ts'
import { populationStability } from '../src/drift/population-stability.ts'
import { bootstrapInterval } from '../src/intervals/bootstrap.ts'
import { seededRandom } from '../src/random/seeded.ts'
import { mean } from '../src/shared/moments.ts'
import { andersonDarling } from '../src/two-sample/anderson-darling.ts'
import { cramerVonMisesAsymptotic } from '../src/two-sample/cramer-von-mises-asymptotic.ts'
import { eppsSingleton } from '../src/two-sample/epps-singleton.ts'
import { kolmogorovSmirnovAsymptotic } from '../src/two-sample/kolmogorov-smirnov-asymptotic.ts'
import { kolmogorovSmirnov } from '../src/two-sample/kolmogorov-smirnov.ts'
import { mannWhitneyAsymptotic } from '../src/two-sample/mann-whitney-asymptotic.ts'
import { pooledTTest, welchTest } from '../src/two-sample/welch.ts'

const random = seededRandom('extremes')
const options = { random, permutations: 50 }

/** What takes two samples, paired ones where it wants pairs. */
const FUNCTIONS: Record<string, (x: number[], y: number[]) => unknown> = {
  kendall,
  pearson,
  spearman,
  energyDistance,
  wassersteinDistance,
  andersonDarling,
  cramerVonMisesAsymptotic,
  eppsSingleton,
  kolmogorovSmirnov,
  kolmogorovSmirnovAsymptotic,
  mannWhitneyAsymptotic,
  pooledTTest,
  welchTest,
  populationStability,
  numericDrift: (x, y) => numericDrift(x, y, options),
  meanDiscrepancy: (x, y) =>
    meanDiscrepancy(
      x.map((value) => [value]),
      y.map((value) => [value]),
      options,
    ),
  binEdges: (x) => [...binEdges(x, 'doane')],
  bootstrapInterval: (x) => bootstrapInterval(x, mean, { random, resamples: 100 }),
}

function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(numbersOf) : []
}

const extreme = fc.oneof(
  fc.double({ min: -1e140, max: 1e140, noNaN: true }),
  fc.constantFrom(0, -0, 1, 5e-324, -1e-300, 1e140, 1e-150),
)

test.each(Object.keys(FUNCTIONS))('%s answers numbers or null for any finite numbers, never NaN', (name) => {
  fc.assert(
    fc.property(fc.array(fc.tuple(extreme, extreme), { minLength: 5, maxLength: 12 }), (pairs) => {
      const answer = FUNCTIONS[name]!(
        pairs.map(([x]) => x),
        pairs.map(([, y]) => y),
      )
      expect(numbersOf(answer).filter(Number.isNaN)).toEqual([])
    }),
    { numRuns: 150 },
  )
})

test.each(Object.keys(FUNCTIONS))(
  '%s refuses NaN, infinities and numbers whose squares would leave the range',
  (name) => {
    for (const bad of [NaN, Infinity, -Infinity, 1e200])
      expect(() => FUNCTIONS[name]!([1, 2, 3, 4, bad], [1, 2, 3, 4, 5])).toThrow(/no finite number up to/)
  },
)
