import { requireProbability } from '../shared/refuse.ts'
import { incompleteGamma } from '../special/incomplete-gamma.ts'
import { invertTails } from '../special/invert-tails.ts'
import { normalQuantile } from './normal.ts'

/** P(X ≤ x) of the χ² law with `df` degrees of freedom, a number above 0 (SciPy: chi2.cdf). */
export function chiSquaredCdf(x: number, df: number): number {
  return incompleteGamma(df / 2, Math.max(0, x / 2)).lower
}

/** P(X > x) (SciPy: chi2.sf). */
export function chiSquaredSf(x: number, df: number): number {
  return incompleteGamma(df / 2, Math.max(0, x / 2)).upper
}

/** x with P(X ≤ x) = p, for p from 0 to 1 (SciPy: chi2.ppf). */
export function chiSquaredQuantile(p: number, df: number): number {
  requireProbability(p, 'The share of a χ² quantile')
  if (p === 0 || p === 1) return p === 0 ? 0 : Infinity
  const a = df / 2
  return (
    2 *
    Math.exp(
      invertTails(
        (s) => incompleteGamma(a, Math.exp(s)),
        p,
        1 - p,
        Math.log(a),
        normalQuantile(p) / Math.sqrt(a),
      ),
    )
  )
}
