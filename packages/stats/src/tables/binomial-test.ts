import { binomialAtLeast, binomialCdf, binomialMass } from '../distributions/binomial.ts'
import { refuse, requireCount, requireProbability } from '../shared/refuse.ts'
import type { Alternative } from '../two-sample/alternative.ts'

/** Chances that rounding sets apart count as equal, as SciPy has it. */
const SLACK = 1 + 1e-7

/**
 * Exact p-value of k successes in n trials against a rate p; two-sided: the chance of all outcomes that are not
 * likelier than k (SciPy: binomtest). Time: log n.
 */
export function binomialTest(
  k: number,
  n: number,
  p: number,
  alternative: Alternative = 'two-sided',
): number {
  requireCount(n, 'The number of trials', 1)
  requireCount(k, 'The number of successes')
  if (k > n) refuse(`${k} of ${n}: give no more successes than trials.`)
  requireProbability(p, 'The rate')
  if (alternative === 'less') return binomialCdf(k, n, p)
  if (alternative === 'greater') return binomialAtLeast(k, n, p)
  const limit = binomialMass(k, n, p) * SLACK
  const middle = n * p
  if (k === middle) return 1
  if (k < middle) {
    const from = firstWhere(Math.ceil(middle), n + 1, (i) => binomialMass(i, n, p) <= limit)
    return Math.min(1, binomialCdf(k, n, p) + binomialAtLeast(from, n, p))
  }
  const after = firstWhere(0, Math.floor(middle) + 1, (i) => binomialMass(i, n, p) > limit)
  return Math.min(1, binomialAtLeast(k, n, p) + binomialCdf(after - 1, n, p))
}

/** The first whole number of [low, high) for which `holds`, which stays true once it is; high where none. */
function firstWhere(low: number, high: number, holds: (i: number) => boolean): number {
  let from = low
  let to = high
  while (from < to) {
    const middle = Math.floor((from + to) / 2)
    if (holds(middle)) to = middle
    else from = middle + 1
  }
  return from
}
