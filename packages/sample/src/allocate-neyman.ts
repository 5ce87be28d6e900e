import { refuse } from '@assay/stats/shared/refuse'

/** A part of the traffic: how many items a window has, and how far their scores spread. */
export interface Stratum {
  count: number
  deviation: number
}

/**
 * How many items to sample of each stratum so that the estimate over all has the least variance: n_h ∝ N_h·sd_h (Neyman, 1934), none
 * more than it has, what one can't use goes to the others. Each has `least` first, so that its spread can be learned, as far as the budget goes.
 * Fractions are expectations. Throws AssayError('invalid') for counts, deviations or a budget that are not finite numbers from 0.
 */
export function allocateNeyman(strata: readonly Stratum[], budget: number, least = 0): number[] {
  for (const number of [budget, least, ...strata.flatMap(({ count, deviation }) => [count, deviation])])
    if (!(number >= 0 && number < Infinity))
      refuse(`A count, deviation or budget is ${number}: give a number from 0.`)
  const floors = strata.map(({ count }) => Math.min(least, count))
  const needed = sum(floors)
  const scale = needed > budget ? budget / needed : 1
  const shares = floors.map((floor) => floor * scale)
  const rooms = strata.map(({ count }, i) => count - shares[i]!)
  // Where nothing is known to spread, size alone decides.
  const doesSpread = strata.some(({ count, deviation }) => count > 0 && deviation > 0)
  const weights = strata.map(({ count, deviation }) => count * (doesSpread ? deviation : 1))
  return fill(weights, rooms, Math.max(0, budget - sum(shares))).map((more, i) => shares[i]! + more)
}

/** Deals out an amount by weights, to each at most its room; stops where all rooms with weight are full. */
function fill(weights: readonly number[], rooms: readonly number[], amount: number): number[] {
  const dealt = weights.map(() => 0)
  let open = weights.map((_, i) => i).filter((i) => weights[i]! > 0 && rooms[i]! > 0)
  let left = amount
  while (open.length > 0 && left > 0) {
    const total = sum(open.map((i) => weights[i]!))
    const full = open.filter((i) => (left * weights[i]!) / total >= rooms[i]!)
    if (full.length === 0) {
      for (const i of open) dealt[i] = (left * weights[i]!) / total
      return dealt
    }
    for (const i of full) {
      dealt[i] = rooms[i]!
      left -= rooms[i]!
    }
    open = open.filter((i) => !full.includes(i))
  }
  return dealt
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
