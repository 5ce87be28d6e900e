import { refuse } from '../shared/refuse.ts'
import { deviance } from './deviance.ts'
import { integrateDecay } from './integrate-decay.ts'
import { stirlingError } from './stirling-error.ts'
import type { Tails } from './tails.ts'

/**
 * The regularised incomplete beta function I_x(a, b) and its complement, each exact to about 1e-13 relative
 * however small it is, for a, b from 0.01 to 1e6, and to 1e-11 up to 1e12 (SciPy: betainc, betaincc). `y` is 1
 * − x, for callers who know it better where x is close to 1. slope = x^a·y^b / B(a, b), the density times x·y
 * (Loader's form, 2000: no difference of log-gammas); the smaller tail is the slope times an integral over the
 * logit.
 */
export function incompleteBeta(a: number, b: number, x: number, y = 1 - x): Tails {
  if (!(a > 0 && a < Infinity && b > 0 && b < Infinity))
    refuse(`The beta function of ${a} and ${b}: give numbers above 0.`)
  if (!(x >= 0 && y >= 0)) refuse(`The beta function at ${x}: give a number from 0 to 1.`)
  if (x === 0) return { lower: 0, upper: 1, slope: 0 }
  if (y === 0) return { lower: 1, upper: 0, slope: 0 }
  const n = a + b
  // a − n·x, from the smaller of x and y, which keeps its digits.
  const below = x <= y ? a - n * x : n * y - b
  const stirling = stirlingError(n) - stirlingError(a) - stirlingError(b)
  const scale = Math.sqrt(((a / n) * b) / (2 * Math.PI))
  const slope = scale * Math.exp(stirling - deviance(a, n * x, below) - deviance(b, n * y, -below))
  const width = 1 / (Math.abs(below) + Math.sqrt(n * x * y))
  const smaller = slope * integrateDecay(below >= 0 ? decay(a, b, x, y) : decay(b, a, y, x), width)
  return below >= 0
    ? { lower: smaller, upper: 1 - smaller, slope }
    : { lower: 1 - smaller, upper: smaller, slope }
}

/** ln of x^a·y^b after the logit fell by u, as against before; of two equal forms the one without large terms. */
function decay(a: number, b: number, x: number, y: number): (u: number) => number {
  const n = a + b
  return x <= y
    ? (u) => -a * u - n * Math.log1p(x * Math.expm1(-u))
    : (u) => b * u - n * Math.log1p(y * Math.expm1(u))
}
