import { refuse } from '../shared/refuse.ts'
import { deviance } from './deviance.ts'
import { integrateDecay } from './integrate-decay.ts'
import { stirlingError } from './stirling-error.ts'
import type { Tails } from './tails.ts'

/**
 * The regularised incomplete gamma functions P(a, x) = `lower` and Q(a, x) = `upper`, each exact to about 1e-13
 * relative however small it is, for a from 0.01 to 1e12 and x ≥ 0 (SciPy: gammainc, gammaincc). slope =
 * x^a·e^−x / Γ(a), the density times x.
 */
export function incompleteGamma(a: number, x: number): Tails {
  if (!(a > 0 && a < Infinity)) refuse(`The gamma function of ${a}: give a number above 0.`)
  if (!(x >= 0)) refuse(`The gamma function at ${x}: give a number from 0.`)
  if (x === 0) return { lower: 0, upper: 1, slope: 0 }
  if (x === Infinity) return { lower: 1, upper: 0, slope: 0 }
  const slope = Math.sqrt(a / (2 * Math.PI)) * Math.exp(-stirlingError(a) - deviance(a, x))
  const width = 1 / (Math.abs(a - x) + Math.sqrt(x))
  if (x <= a) {
    const lower = slope * integrateDecay((u) => -a * u - x * Math.expm1(-u), width)
    return { lower, upper: 1 - lower, slope }
  }
  const upper = slope * integrateDecay((u) => a * u - x * Math.expm1(u), width)
  return { lower: 1 - upper, upper, slope }
}
