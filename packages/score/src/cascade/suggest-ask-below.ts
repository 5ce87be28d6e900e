import { weigh } from '@assay/stats/intervals/inverse-weights'
import { weightedRate } from '@assay/stats/intervals/weighted-rate'
import { chooseAskBelow } from './choose-ask-below.ts'
import { type RecordedItem, replayCascade } from './replay-cascade.ts'

/**
 * Labels below which nothing is suggested: with 100 an accuracy of 0.9 is known to 6 points either way (Wilson: 0.83 to 0.94), with 50 to 9,
 * which is about as far as free tiers and judges lie apart.
 */
export const LEAST_LABELS = 100

/** A share from 0 to 1 with its 95 % interval, and the items that it rests on. */
export interface SharedRate {
  n: number
  estimate: number
  low: number
  high: number
}

/** A threshold from labels, and what it would have done. */
export interface SuggestedAskBelow {
  /** 0 asks never, 1 always; the shortest number that parts the items so. */
  askBelow: number
  /** Share of samples below this threshold. */
  calls: SharedRate
  /** Of the cascade, of a judge that sees everything, and of the free tier alone. */
  cascade: SharedRate
  judge: SharedRate
  free: SharedRate
}

/** A suggestion, or how many labels are missing for one. */
export type AskBelowSuggestion =
  { kind: 'suggested'; is: SuggestedAskBelow } | { kind: 'missing'; labels: number }

/**
 * The threshold at which the cascade keeps 99 % of the judge's accuracy, chosen on all items. How accurate it is, is cross-validated by group,
 * so that it is not measured on what it was chosen on; the share of calls is that of the threshold itself. Groups stand for one label each, whatever they hold, and uneven weights make them fewer
 * (Kish's effective size), in the intervals as in the count of what is missing.
 */
export function suggestAskBelow(items: readonly RecordedItem[]): AskBelowSuggestion {
  const groups = [...Map.groupBy(items.keys(), (i) => items[i]!.group).values()]
  const weights = groups.map((places) => places.reduce((sum, i) => sum + (items[i]!.weight ?? 1), 0))
  const least = weights.reduce((a, b) => Math.min(a, b), Infinity)
  const probabilities = weights.map((weight) => least / weight)
  const size = items.length === 0 ? 0 : weigh(weights, probabilities).kishSize
  // Half a label of rounding is no label less.
  if (size < LEAST_LABELS - 0.5)
    return {
      kind: 'missing',
      labels: Math.ceil(((LEAST_LABELS - size) * items.length) / (size || 1)) || LEAST_LABELS,
    }
  const { isRight } = replayCascade(items)
  const { threshold } = chooseAskBelow(items)
  const rateOf = (flagOf: (i: number) => boolean): SharedRate => {
    const shares = groups.map((places, g) =>
      Math.min(
        1,
        places.reduce((sum, i) => sum + (flagOf(i) ? (items[i]!.weight ?? 1) : 0), 0) / weights[g]!,
      ),
    )
    const { rate, low, high } = weightedRate(shares, probabilities)
    return { n: items.length, estimate: rate, low, high }
  }
  return {
    kind: 'suggested',
    is: {
      askBelow: shortest(Math.min(1, threshold), items),
      calls: rateOf((i) => items[i]!.confidence < threshold),
      cascade: rateOf((i) => isRight[i]!),
      judge: rateOf((i) => items[i]!.isJudgeRight),
      free: rateOf((i) => items[i]!.isFreeRight),
    },
  }
}

function shortest(threshold: number, items: readonly RecordedItem[]): number {
  const isSame = (other: number) =>
    other < 1 && items.every(({ confidence }) => confidence < threshold === confidence < other)
  const rounded = [2, 3, 4, 5, 6].map((digits) => Number(threshold.toFixed(digits)))
  return threshold === 1 ? 1 : (rounded.find(isSame) ?? threshold)
}
