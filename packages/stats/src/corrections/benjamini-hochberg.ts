import { adjust } from './adjust.ts'

/**
 * Adjusted p-values of Benjamini and Hochberg (1995), in the order given: reject those ≤ q, and the expected
 * share of false ones among the rejected is at most q, for independent or positively dependent tests (SciPy:
 * false_discovery_control). No p-values give none.
 */
export function benjaminiHochberg(pValues: ArrayLike<number>): Float64Array {
  return adjust(pValues, (rank, count) => count / rank)
}

/** The same under any dependence, at the price of the factor 1 + ½ + … + 1/count (Benjamini and Yekutieli, 2001). */
export function benjaminiYekutieli(pValues: ArrayLike<number>): Float64Array {
  let harmonic = 0
  for (let k = 1; k <= pValues.length; k++) harmonic += 1 / k
  return adjust(pValues, (rank, count) => (harmonic * count) / rank)
}
