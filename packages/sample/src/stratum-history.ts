/** What is kept of a stratum: plain data that JSON keeps. Windows add up to `windows` when a plan is made. */
export interface StratumHistory {
  items: number
  /** Sum of the items' weights. */
  weight: number
  /** Of scored items, each weighed by 1 over its probability: sum of weights, mean, and squared distances from it. */
  scoredWeight: number
  mean: number
  squares: number
}

export type History = Record<string, StratumHistory>

/** More strata are counted as one: names come from outside. */
const MOST_STRATA = 1_000
export const OTHERS = '(others)'

const nothing = (): StratumHistory => ({ items: 0, weight: 0, scoredWeight: 0, mean: 0, squares: 0 })

/** The name under which a stratum is kept. */
export function stratumName(history: History, stratum: string): string {
  if (Object.hasOwn(history, stratum) || Object.keys(history).length < MOST_STRATA) return stratum
  return OTHERS
}

/** Adds an item of a stratum, sampled or not, in place. */
export function addItem(history: History, stratum: string, weight: number): void {
  const own = strataOf(history, stratum)
  own.items++
  own.weight += weight
}

/** Adds a score of a sampled item and the probability it was sampled with, in place (West, 1979). */
export function addScore(history: History, stratum: string, score: number, probability: number): void {
  if (!Number.isFinite(score) || !(probability > 0 && probability <= 1)) return
  const own = strataOf(history, stratum)
  const weight = 1 / probability
  own.scoredWeight += weight
  const distance = score - own.mean
  own.mean += (distance * weight) / own.scoredWeight
  own.squares += weight * distance * (score - own.mean)
}

/** Standard deviation of a stratum's scores, 0 where there are none. */
export function deviationOf({ scoredWeight, squares }: StratumHistory): number {
  return scoredWeight > 0 ? Math.sqrt(squares / scoredWeight) : 0
}

function strataOf(history: History, stratum: string): StratumHistory {
  const name = stratumName(history, stratum)
  if (!Object.hasOwn(history, name))
    Object.defineProperty(history, name, {
      value: nothing(),
      enumerable: true,
      writable: true,
      configurable: true,
    })
  return history[name]!
}
