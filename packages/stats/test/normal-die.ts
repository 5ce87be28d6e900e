import type { Random } from '../src/random/seeded.ts'

/** A number of the standard normal law (Box and Muller 1958). */
export function normalDie(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
