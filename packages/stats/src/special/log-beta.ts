import { refuse } from '../shared/refuse.ts'
import { HALF_LOG_TAU, stirlingError } from './stirling-error.ts'

/** ln B(a, b) for a, b above 0, without a difference of large log-gammas (SciPy: betaln). */
export function logBeta(a: number, b: number): number {
  if (!(a > 0 && b > 0)) refuse(`The beta function of ${a} and ${b}: give numbers above 0.`)
  const n = a + b
  const stirling = stirlingError(a) + stirlingError(b) - stirlingError(n)
  return HALF_LOG_TAU + stirling - 0.5 * Math.log((a / n) * b) - a * Math.log1p(b / a) - b * Math.log1p(a / b)
}
