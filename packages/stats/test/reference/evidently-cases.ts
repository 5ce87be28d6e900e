import { binEdges, countBins } from '../../src/distances/bin-edges.ts'
import { hellingerDistance } from '../../src/distances/hellinger.ts'
import { energyDistance } from '../../src/distances/wasserstein.ts'
import { fisherExact } from '../../src/tables/fisher-exact.ts'
import { chiSquaredFit, gFit } from '../../src/tables/goodness-of-fit.ts'
import { twoProportions } from '../../src/tables/two-proportions.ts'
import { andersonDarling } from '../../src/two-sample/anderson-darling.ts'
import { cramerVonMisesAsymptotic } from '../../src/two-sample/cramer-von-mises-asymptotic.ts'
import { eppsSingleton } from '../../src/two-sample/epps-singleton.ts'
import { mannWhitneyAsymptotic } from '../../src/two-sample/mann-whitney-asymptotic.ts'
import { pooledTTest } from '../../src/two-sample/welch.ts'
import type { CaseResult } from './case-result.ts'
import { isClose } from './is-close.ts'

type Value = string | number | null
export interface EvidentlyCase {
  id: string
  test: string
  feature_type: 'cat' | 'num'
  threshold: number
  reference: Value[]
  current: Value[]
  expected: number
  abs_tol: number
  drift: boolean
  value: number
}

/** Counts of both samples over the categories of both, missing values left out. */
function countPair(reference: Value[], current: Value[]): [number[], number[]] {
  const categories = [...new Set([...reference, ...current])].filter((value) => value !== null)
  const count = (values: Value[]) => categories.map((item) => values.filter((value) => value === item).length)
  return [count(reference), count(current)]
}

const numbers = (values: Value[]) => values.filter((value) => typeof value === 'number')

/** Scores by the definitions that the file names. */
export const EVIDENTLY_SCORES: Record<string, (item: EvidentlyCase) => number | null | undefined> = {
  chisquare: ({ reference, current }) => {
    const [counts, observed] = countPair(reference, current)
    const scale = current.length / reference.length
    return chiSquaredFit(
      observed,
      counts.map((count) => count * scale),
    ).pValue
  },
  g_test: ({ reference, current }) => {
    const [counts, observed] = countPair(reference, current)
    return gFit(observed, counts).pValue
  },
  hellinger: ({ reference, current, feature_type }) => {
    if (feature_type === 'cat') return hellingerDistance(...countPair(reference, current))
    const edges = binEdges([...new Set([...numbers(reference), ...numbers(current)])], 'sturges')
    return hellingerDistance(
      countBins(numbers(reference), edges).counts,
      countBins(numbers(current), edges).counts,
    )
  },
  z: ({ reference, current }) => {
    const first = current[0]
    const count = (values: Value[]) => values.filter((value) => value === first).length
    return twoProportions(count(reference), reference.length, count(current), current.length).pValue
  },
  fisher_exact: ({ reference, current }) => {
    const [a, b] = countPair(reference, current)
    return fisherExact(a[0] ?? 0, a[1] ?? 0, b[0] ?? 0, b[1] ?? 0).pValue
  },
  anderson: ({ reference, current }) => andersonDarling(numbers(reference), numbers(current))?.pValue,
  cramer_von_mises: ({ reference, current }) =>
    cramerVonMisesAsymptotic(numbers(reference), numbers(current)).pValue,
  mannw: ({ reference, current }) =>
    mannWhitneyAsymptotic(numbers(reference), numbers(current), { alternative: 'less' }).pValue,
  es: ({ reference, current }) => eppsSingleton(numbers(reference), numbers(current))?.pValue,
  t_test: ({ reference, current }) => pooledTTest(numbers(reference), numbers(current))?.pValue,
  ed: ({ reference, current }) => energyDistance(numbers(reference), numbers(current)),
}

/** Scores that are distances: they drift above the threshold, p-values below. */
const DISTANCES = ['hellinger', 'ed']

/** The score of each case of evidently.json, to the digits of the package and to ours, and whether it claims drift. */
export function checkEvidentlyCases({ cases }: { cases: EvidentlyCase[] }): CaseResult[] {
  return cases.map((item) => {
    const score = EVIDENTLY_SCORES[item.test]?.(item) ?? NaN
    // The interpolated p-value and the limit law are only as exact as their tables and series.
    const tolerance = item.test === 'cramer_von_mises' ? { rel: 1e-6, abs: 5e-7 } : {}
    const drift = DISTANCES.includes(item.test) ? score > item.threshold : score < item.threshold
    const isMet =
      Math.abs(score - item.expected) <= item.abs_tol &&
      isClose(score, item.value, tolerance) &&
      drift === item.drift
    return { id: item.id, test: item.test, faults: isMet ? [] : [`got ${score}, expected ${item.value}`] }
  })
}
