import { AssayError } from '@assay/contract/error'

/**
 * Throws what every function of this package throws for an argument out of its range: code `invalid`, a
 * sentence that says what to do.
 */
export function refuse(message: string): never {
  throw new AssayError('invalid', message)
}

/** Squares of larger numbers, and sums of them, would leave the range of numbers. */
const LARGEST = 1e140

/** Refuses a sample that is shorter than `least` or holds anything but finite numbers, or such beyond 1e140. */
export function requireSample(values: ArrayLike<number>, name: string, least = 1): void {
  if (values.length < least) refuse(`${name} needs at least ${least} ${least === 1 ? 'value' : 'values'}.`)
  for (let i = 0; i < values.length; i++) {
    if (!(Math.abs(values[i]!) <= LARGEST))
      refuse(`${name} holds ${String(values[i])}: leave out what is no finite number up to 1e140.`)
  }
}

/** Refuses a number that does not lie strictly between 0 and 1, such as a level of confidence. */
export function requireShare(value: number, name: string): void {
  if (!(value > 0 && value < 1)) refuse(`${name} is ${value}: give a number above 0 and below 1.`)
}

/** Refuses a number outside 0 to 1. */
export function requireProbability(value: number, name: string): void {
  if (!(value >= 0 && value <= 1)) refuse(`${name} is ${value}: give a number from 0 to 1.`)
}

/** Refuses what is not a whole number from `least` to 2^53. */
export function requireCount(value: number, name: string, least = 0): void {
  if (!(Number.isSafeInteger(value) && value >= least))
    refuse(`${name} is ${value}: give a whole number from ${least}.`)
}

/** Refuses two lists that should go in pairs and have different lengths. */
export function requirePairs(a: ArrayLike<unknown>, b: ArrayLike<unknown>, names: string): void {
  if (a.length !== b.length) refuse(`${names} have ${a.length} and ${b.length} values: give one for each.`)
}

/** Refuses successes that are not 0 to n of n above 0; both may be fractions, such as weighted counts. */
export function requireRate(successes: number, n: number): void {
  if (!(n > 0 && n < Infinity && successes >= 0 && successes <= n))
    refuse(`${successes} of ${n}: give a number of trials above 0 and successes from 0 to it.`)
}
