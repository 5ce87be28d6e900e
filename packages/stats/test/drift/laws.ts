import type { Random } from '../../src/random/seeded.ts'
import { normalDie } from '../normal-die.ts'

/** A count of Poisson's law of the given mean (inversion). */
function poissonNumber(random: Random, mean: number): number {
  let chance = Math.exp(-mean)
  let rest = random()
  let k = 0
  while (rest > chance && k < 1000) {
    rest -= chance
    k++
    chance *= mean / k
  }
  return k
}

/**
 * Eight laws of what is measured of spans: even and skewed, heavy-tailed, in two humps, half zeros, counts, and
 * a scale of five.
 */
export const LAWS: Record<string, (random: Random) => number> = {
  normal: normalDie,
  lognormal: (random) => Math.exp(normalDie(random)),
  exponential: (random) => -Math.log(1 - random()),
  Cauchy: (random) => Math.tan(Math.PI * (random() - 0.5)),
  'two humps': (random) => normalDie(random) + (random() < 0.3 ? -3 : 1),
  'mostly zero': (random) => (random() < 0.6 ? 0 : Math.exp(normalDie(random))),
  'counts of about 3': (random) => poissonNumber(random, 3),
  'a scale of 5': (random) => Math.floor(5 * random()),
}

export function drawSample(law: (random: Random) => number, size: number, random: Random): Float64Array {
  const values = new Float64Array(size)
  for (let i = 0; i < size; i++) values[i] = law(random)
  return values
}

/** Shares of eight categories, common and rare. */
const SHARES = [0.4, 0.2, 0.1, 0.1, 0.08, 0.06, 0.04, 0.02]

/** Counts of eight categories, common and rare, of so many values. */
export function drawCounts(size: number, random: Random): number[] {
  const counts = SHARES.map(() => 0)
  for (let i = 0; i < size; i++) {
    let rest = random()
    let k = 0
    while (k < SHARES.length - 1 && rest >= SHARES[k]!) rest -= SHARES[k++]!
    counts[k]! += 1
  }
  return counts
}
