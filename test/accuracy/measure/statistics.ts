import { balancedAccuracy, confusionKappa, fBeta } from '@assay/stats/classification/confusion-metrics'
import type { Confusion } from '@assay/stats/classification/confusion'
import type { Statistic } from './by-document.ts'

/** Area under the ROC curve of weighted rows, by middle ranks; null where a class has no weight. */
export function areaOf(scores: readonly number[], isBad: readonly boolean[]): Statistic {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[a]! - scores[b]!)
  return (weights) => {
    let [pairs, good, bad] = [0, 0, 0]
    for (let from = 0; from < order.length;) {
      let [tiedGood, tiedBad, to] = [0, 0, from]
      for (; to < order.length && scores[order[to]!] === scores[order[from]!]; to++) {
        const row = order[to]!
        if (isBad[row]) tiedBad += weights[row]!
        else tiedGood += weights[row]!
      }
      pairs += tiedBad * (good + tiedGood / 2)
      good += tiedGood
      bad += tiedBad
      from = to
    }
    return good > 0 && bad > 0 ? pairs / (good * bad) : null
  }
}

/** A measure of the confusion of weighted rows. */
function ofConfusion(
  truth: readonly boolean[],
  predicted: readonly boolean[],
  measure: (counts: Confusion) => number | null,
): Statistic {
  return (weights) => {
    const counts = { truePositives: 0, falsePositives: 0, trueNegatives: 0, falseNegatives: 0 }
    for (let row = 0; row < weights.length; row++) {
      if (truth[row]) counts[predicted[row] ? 'truePositives' : 'falseNegatives'] += weights[row]!
      else counts[predicted[row] ? 'falsePositives' : 'trueNegatives'] += weights[row]!
    }
    return measure(counts)
  }
}

export const balancedAccuracyOf = (truth: readonly boolean[], predicted: readonly boolean[]): Statistic =>
  ofConfusion(truth, predicted, balancedAccuracy)

export const kappaOf = (truth: readonly boolean[], predicted: readonly boolean[]): Statistic =>
  ofConfusion(truth, predicted, confusionKappa)

export const f1Of = (truth: readonly boolean[], predicted: readonly boolean[]): Statistic =>
  ofConfusion(truth, predicted, (counts) => fBeta(counts))

/** Share of weighted rows that hold; null of none. */
export function shareOf(holds: readonly boolean[]): Statistic {
  return (weights) => {
    let [part, whole] = [0, 0]
    for (let row = 0; row < weights.length; row++) {
      whole += weights[row]!
      if (holds[row]) part += weights[row]!
    }
    return whole > 0 ? part / whole : null
  }
}
