import { refuse } from '../shared/refuse.ts'
import { HALF_LOG_TAU, stirlingError } from './stirling-error.ts'

/** 1 − γ, Euler's constant taken from 1. */
const LINEAR = 0.42278433509846713
/** ζ(k) − 1 for k = 2, 3, …. */
const ZETA_LESS_ONE = [
  0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993, 0.01734306198444914,
  0.008349277381922827, 0.00407735619794434, 0.0020083928260822143, 0.0009945751278180853,
  0.0004941886041194645, 0.0002460865533080483, 0.00012271334757848915, 6.124813505870483e-5,
  3.058823630702049e-5, 1.528225940865187e-5, 7.637197637899763e-6, 3.81729326499984e-6, 1.908212716553939e-6,
  9.539620338727962e-7, 4.769329867878064e-7, 2.38450502727733e-7, 1.1921992596531106e-7,
  5.960818905125948e-8, 2.980350351465228e-8, 1.490155482836504e-8, 7.45071178983543e-9, 3.725334024788457e-9,
]

/** ln Γ(x) for x > 0, exact to about 1e-15 relative, also beside its zeros at 1 and 2 (SciPy: gammaln). */
export function logGamma(x: number): number {
  if (!(x > 0)) refuse(`logGamma of ${x}: give a number above 0.`)
  if (x === Infinity) return Infinity
  if (x >= 0.5 && x < 1.5) return nearTwo(x - 1) - Math.log(x)
  if (x >= 1.5 && x < 2.5) return nearTwo(x - 2)
  return (x - 0.5) * Math.log(x) - x + HALF_LOG_TAU + stirlingError(x)
}

/** ln Γ(2+z) for |z| ≤ ½, by its Taylor series (DLMF 5.7.3). */
function nearTwo(z: number): number {
  let sum = 0
  let power = -z
  for (const [i, value] of ZETA_LESS_ONE.entries()) {
    power *= -z
    sum += (value * power) / (i + 2)
  }
  return z * LINEAR + sum
}
