import { binomialMass } from '../distributions/binomial.ts'
import { requireCount } from '../shared/refuse.ts'

/** Chances that rounding sets apart count as equal, as SciPy has it. */
const SLACK = 1 + 1e-7

/** `midP` counts the tables as likely as the one seen by half. */
export interface FisherTest {
  pValue: number
  midP: number
}

/**
 * Fisher's exact test of a 2×2 table [[a, b], [c, d]] of whole counts, two-sided: the chance of all tables with
 * the same sums that are not likelier than it (SciPy: fisher_exact). Time: the smallest of the four sums.
 */
export function fisherExact(a: number, b: number, c: number, d: number): FisherTest {
  for (const count of [a, b, c, d]) requireCount(count, 'A count of the table')
  const first = a + b
  const second = c + d
  const column = a + c
  if (first === 0 || second === 0 || column === 0 || b + d === 0) return { pValue: 1, midP: 1 }
  const share = column / (first + second)
  const whole = binomialMass(column, first + second, share)
  const mass = (k: number) =>
    (binomialMass(k, first, share) * binomialMass(column - k, second, share)) / whole
  const seen = mass(a)
  let below = 0
  let equal = 0
  for (let k = Math.max(0, column - second); k <= Math.min(first, column); k++) {
    const chance = mass(k)
    if (chance * SLACK < seen) below += chance
    else if (chance <= seen * SLACK) equal += chance
  }
  return { pValue: Math.min(1, below + equal), midP: Math.min(1, below + equal / 2) }
}
