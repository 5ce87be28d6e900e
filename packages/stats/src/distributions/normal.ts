import { requireProbability } from '../shared/refuse.ts'

const PER_ROOT_TAU = 0.3989422804014327

/** P(Z ≤ x) of the standard normal law, exact to about 1e-15 relative in both tails (SciPy: norm.cdf). */
export function normalCdf(x: number): number {
  return x > 0 ? 1 - tail(x) : tail(-x)
}

/** P(Z > x) (SciPy: norm.sf). */
export function normalSf(x: number): number {
  return normalCdf(-x)
}

/** Density of the standard normal law. */
export function normalDensity(x: number): number {
  // The square in two parts: rounding it would cost digits far out.
  const high = Math.fround(x)
  return PER_ROOT_TAU * Math.exp(-0.5 * high * high) * Math.exp(-0.5 * (x - high) * (x + high))
}

/** x with P(Z ≤ x) = p, for p from 0 (−Infinity) to 1 (Infinity), exact to about 1e-15 (SciPy: norm.ppf). */
export function normalQuantile(p: number): number {
  requireProbability(p, 'The share of a normal quantile')
  if (p > 0.5) return -normalQuantile(1 - p)
  if (p === 0) return -Infinity
  if (p === 0.5) return 0
  // ln P is concave and the start lies below the solution: Newton's method rises to it.
  let x = -Math.sqrt(-2 * Math.log(p))
  for (let i = 0; i < 100; i++) {
    const lower = tail(-x)
    if (lower === 0) return x
    const step = (Math.log(p / lower) * lower) / normalDensity(x)
    x = Math.min(0, x + step)
    if (Math.abs(step) < 1e-10) return x
  }
  return x
}

/** P(Z > x) for x ≥ 0: by its series near 0 (Marsaglia, 2004), by Laplace's continued fraction beyond. */
function tail(x: number): number {
  if (!(x < 39)) return 0
  if (x < 1.2) {
    let term = x
    let sum = x
    for (let k = 3; term > sum * 1e-17; k += 2) {
      term *= (x * x) / k
      sum += term
    }
    return 0.5 - normalDensity(x) * sum
  }
  let fraction = 0
  for (let k = Math.ceil(20 + 500 / (x * x)); k > 0; k--) fraction = k / (x + fraction)
  return normalDensity(x) / (x + fraction)
}
