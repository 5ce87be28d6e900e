import { refuse, requireCount } from '../shared/refuse.ts'
import { binomialMass } from './binomial.ts'
import { durbinCdf } from './durbin-matrix.ts'
import { pelzGoodCdf } from './pelz-good.ts'

/** Above it the sum over n terms is replaced by its limit, which is then right to 1e-5 of itself. */
const MOST_TERMS = 100_000

/**
 * P(D > d) of the two-sided one-sample Kolmogorov-Smirnov law at n, d from 0 to 1 (SciPy: kstwo.sf). Methods
 * after Simard and L'Ecuyer (2011): twice the one-sided law in the upper tail; below, Durbin's matrix for n ≤
 * 140 (about 1e-11 relative) and the series of Pelz and Good above (about 1e-6).
 */
export function kolmogorovOneSampleSf(d: number, n: number): number {
  requireCount(n, 'The sample size of a Kolmogorov law', 1)
  if (!(d >= 0)) refuse(`A Kolmogorov distance of ${d}: give a number from 0 to 1.`)
  if (d >= 1) return 0
  if (2 * n * d <= 1) return 1
  const square = n * d * d
  if (square > (n <= 140 ? 4 : 2.2) || d >= 0.5) return Math.min(1, 2 * kolmogorovOneSidedSf(d, n))
  return Math.min(1, Math.max(0, 1 - (n <= 140 ? durbinCdf(d, n) : pelzGoodCdf(d, n))))
}

/** P(D⁺ > d) of the one-sided law (Birnbaum and Tingey, 1951; SciPy: ksone.sf). */
export function kolmogorovOneSidedSf(d: number, n: number): number {
  if (n > MOST_TERMS) return Math.exp(-((6 * n * d + 1) ** 2) / (18 * n))
  let sum = 0
  for (let j = 0; j <= Math.floor(n * (1 - d)); j++) {
    const p = d + j / n
    const q = 1 - p
    if (q > 0 || j === n) sum += binomialMass(j, n, Math.min(1, p), Math.max(0, q)) / p
  }
  return Math.min(1, d * sum)
}
