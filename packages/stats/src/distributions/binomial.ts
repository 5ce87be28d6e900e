import { deviance } from '../special/deviance.ts'
import { incompleteBeta } from '../special/incomplete-beta.ts'
import { stirlingError } from '../special/stirling-error.ts'

/**
 * P(K = k) of the binomial law with n trials of chance p, exact to about 1e-14 relative (C. Loader, 2000;
 * SciPy: binom.pmf). `q` is 1 − p, for callers who know it better.
 */
export function binomialMass(k: number, n: number, p: number, q = 1 - p): number {
  if (k < 0 || k > n) return 0
  if (k === 0) return p < 0.1 ? Math.exp(n * Math.log1p(-p)) : q ** n
  if (k === n) return q < 0.1 ? Math.exp(n * Math.log1p(-q)) : p ** n
  if (p <= 0 || q <= 0) return 0
  const stirling = stirlingError(n) - stirlingError(k) - stirlingError(n - k)
  const scale = Math.sqrt(n / k / (n - k) / (2 * Math.PI))
  return scale * Math.exp(stirling - deviance(k, n * p) - deviance(n - k, n * q))
}

/** P(K ≤ k) (SciPy: binom.cdf). */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0
  return k >= n ? 1 : incompleteBeta(k + 1, n - k, p).upper
}

/** P(K ≥ k). */
export function binomialAtLeast(k: number, n: number, p: number): number {
  if (k <= 0) return 1
  return k > n ? 0 : incompleteBeta(k, n - k + 1, p).lower
}
