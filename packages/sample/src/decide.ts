import type { Plan } from './make-plan.ts'
import { uniformNumber } from './uniform-number.ts'

/** An item that a judge or a person might look at. */
export interface Item {
  traceId: string
  stratum: string
  /** See itemWeight. */
  weight: number
}

/** Whether an item is sampled, and the probability it had: keep it with the score, for estimates weigh by 1 over it. */
export interface Decision {
  isSampled: boolean
  /** Above 0 to 1. */
  probability: number
  /** Why: as one of the even part, for its stratum and weight, or not at all. The even part alone is a plain random sample. */
  because: 'uniform' | 'priority' | 'not_drawn'
}

/**
 * Decides about one item by its trace's own number, so that every process, and every repetition, decides alike, and a higher rate keeps all that
 * a lower one drew. `salt` names what is sampled for: another salt draws anew.
 */
export function decide(plan: Plan, { traceId, stratum, weight }: Item, salt: string): Decision {
  const known = Object.hasOwn(plan.strata, stratum) ? plan.strata[stratum] : undefined
  const relative = known === undefined || !(known.meanWeight > 0) ? 1 : Math.max(0, weight) / known.meanWeight
  const extra = Math.min(1, (known?.rate ?? plan.fallback) * (Number.isFinite(relative) ? relative : 1))
  const probability = plan.uniform + (1 - plan.uniform) * extra
  const drawn = uniformNumber(traceId, salt)
  const because = drawn < plan.uniform ? 'uniform' : drawn < probability ? 'priority' : 'not_drawn'
  return { isSampled: because !== 'not_drawn', probability, because }
}
