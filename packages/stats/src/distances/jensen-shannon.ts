import { deviance } from '../special/deviance.ts'
import { sharePair } from './shares.ts'

/**
 * Jensen-Shannon distance of two lists of counts or shares over the same categories: the square root of the
 * divergence, from 0 to √(ln 2), or to 1 for base 2 (Endres and Schindelin, 2003; SciPy: jensenshannon).
 */
export function jensenShannonDistance(p: ArrayLike<number>, q: ArrayLike<number>, base = Math.E): number {
  const [a, b] = sharePair(p, q)
  let sum = 0
  for (let i = 0; i < a.length; i++) {
    const middle = (a[i]! + b[i]!) / 2
    // Deviances differ from p·ln(p/m) by m − p, which cancels over both: small distances keep their digits.
    if (middle > 0) sum += deviance(a[i]!, middle) + deviance(b[i]!, middle)
  }
  return Math.sqrt(Math.min(Math.LN2, sum / 2) / Math.log(base))
}
