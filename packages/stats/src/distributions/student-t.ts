import { requireProbability } from '../shared/refuse.ts'
import { incompleteBeta } from '../special/incomplete-beta.ts'
import { betaLogit } from './beta.ts'

/** P(T > t) of Student's law with `df` degrees of freedom, a number above 0 (SciPy: t.sf). */
export function studentTSf(t: number, df: number): number {
  const square = t * t
  const x = square === Infinity ? 0 : df / (df + square)
  const half = incompleteBeta(df / 2, 0.5, x, 1 - x < 0.5 ? square / (df + square) : 1 - x).lower / 2
  return t > 0 ? half : 1 - half
}

/** P(T ≤ t) (SciPy: t.cdf). */
export function studentTCdf(t: number, df: number): number {
  return studentTSf(-t, df)
}

/** t with P(T ≤ t) = p, for p from 0 (−Infinity) to 1 (Infinity) (SciPy: t.ppf). */
export function studentTQuantile(p: number, df: number): number {
  requireProbability(p, "The share of a Student's t quantile")
  if (p > 0.5) return -studentTQuantile(1 - p, df)
  if (p === 0) return -Infinity
  if (p === 0.5) return 0
  return -Math.sqrt(df * Math.exp(-betaLogit(2 * p, 1 - 2 * p, df / 2, 0.5)))
}
