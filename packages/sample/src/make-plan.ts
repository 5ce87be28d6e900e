import { refuse, requireProbability } from '@assay/stats/shared/refuse'
import { allocateNeyman } from './allocate-neyman.ts'
import { deviationOf, type History } from './stratum-history.ts'

/** How likely items are sampled until the next plan: plain data that JSON keeps. */
export interface Plan {
  /** Probability of every item, whatever is known of it. */
  uniform: number
  /** By stratum: the probability of an item of mean weight, on top of that, and what that weight is. */
  strata: Record<string, { rate: number; meanWeight: number }>
  /** For strata that the history does not know. */
  fallback: number
}

export interface PlanOptions {
  /** Items to sample in a window like the one of the history, in expectation. */
  budget: number
  /** Share of the budget that is spent evenly: 0.15 unless given. */
  uniformShare?: number
  /** Items that each stratum has at least, 5 unless given. */
  least?: number
}

/** Scores of a stratum that was never scored are taken to spread as far as half yes, half no. */
const UNKNOWN_DEVIATION = 0.5

/** The smallest probability: a weight of 1/π above a million would rule every estimate. */
const SMALLEST = 1e-6

/**
 * Plans the next window from the last one: a uniform part that keeps estimates honest, the rest by Neyman's allocation over strata and,
 * within a stratum, by the items' weight. In a window like the last one the expected number is at most the budget, as long as every
 * item has a chance of a millionth. Throws AssayError('invalid') for a budget that is no number from 0 and a share outside 0 to 1.
 */
export function makePlan(history: History, { budget, uniformShare = 0.15, least = 5 }: PlanOptions): Plan {
  if (!(budget >= 0 && budget < Infinity)) refuse(`The budget is ${budget}: give a number from 0.`)
  requireProbability(uniformShare, 'The uniform share')
  const names = Object.keys(history)
  const items = names.reduce((sum, name) => sum + history[name]!.items, 0)
  if (items === 0) return { uniform: SMALLEST, strata: {}, fallback: 0 }
  const uniform = Math.min(1, Math.max(SMALLEST, (uniformShare * budget) / items))
  const rest = Math.max(0, budget - uniform * items)
  const strata = names.map((name) => {
    const own = history[name]!
    return {
      count: own.items * (1 - uniform),
      deviation: own.scoredWeight > 0 ? deviationOf(own) : UNKNOWN_DEVIATION,
    }
  })
  const shares = allocateNeyman(strata, rest, least)
  return {
    uniform,
    strata: Object.fromEntries(
      names.map((name, i) => {
        const { count } = strata[i]!
        const rate = count > 0 ? Math.min(1, shares[i]! / count) : 0
        return [name, { rate, meanWeight: history[name]!.weight / Math.max(1, history[name]!.items) }]
      }),
    ),
    fallback: Math.min(1, rest / items),
  }
}
