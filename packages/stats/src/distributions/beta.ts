import { requireProbability } from '../shared/refuse.ts'
import { incompleteBeta } from '../special/incomplete-beta.ts'
import { invertTails } from '../special/invert-tails.ts'
import { normalQuantile } from './normal.ts'

/** P(X ≤ x) of the beta law, a and b above 0 (SciPy: beta.cdf). */
export function betaCdf(x: number, a: number, b: number): number {
  return incompleteBeta(a, b, Math.min(1, Math.max(0, x))).lower
}

/** P(X > x) (SciPy: beta.sf). */
export function betaSf(x: number, a: number, b: number): number {
  return incompleteBeta(a, b, Math.min(1, Math.max(0, x))).upper
}

/** x with P(X ≤ x) = p, for p from 0 to 1 (SciPy: beta.ppf). */
export function betaQuantile(p: number, a: number, b: number): number {
  requireProbability(p, 'The share of a beta quantile')
  if (p === 0 || p === 1) return p
  return 1 / (1 + Math.exp(-betaLogit(p, 1 - p, a, b)))
}

/**
 * ln(x / (1−x)) where p lies below x and q = 1 − p above, both above 0: it tells points apart that lie next to
 * 0 or to 1.
 */
export function betaLogit(p: number, q: number, a: number, b: number): number {
  const tails = (s: number) => incompleteBeta(a, b, 1 / (1 + Math.exp(-s)), 1 / (1 + Math.exp(s)))
  return invertTails(tails, p, q, Math.log(a / b), normalQuantile(p) * Math.sqrt(1 / a + 1 / b))
}
