import type { Label } from '../agreement/categories.ts'
import { refuse, requirePairs } from '../shared/refuse.ts'

/** A class: how many items have it, and which share of them, and of what was predicted to have it, is right. */
export interface LabelScore {
  label: Label
  items: number
  /** null where no item has the class. */
  recall: number | null
  /** null where it was never predicted. */
  precision: number | null
  /** null where it neither occurs nor was predicted. */
  f1: number | null
}

export interface LabelScores {
  accuracy: number
  /** Mean recall over the classes that occur, as scikit-learn's balanced_accuracy_score. */
  balancedAccuracy: number
  /** Mean F1 over all classes that occur or were predicted. */
  macroF1: number
  /** In order of first occurrence, true labels first. */
  labels: LabelScore[]
}

/**
 * Accuracy over labels of any number of classes. Throws AssayError('invalid') for no items or lists of different length.
 * Time O(n).
 */
export function scoreLabels(truth: readonly Label[], predicted: readonly Label[]): LabelScores {
  requirePairs(truth, predicted, 'True and predicted labels')
  if (truth.length === 0) refuse('Accuracy needs at least one item.')
  const counts = new Map<Label, { items: number; predicted: number; right: number }>()
  const countOf = (label: Label) => {
    const known = counts.get(label) ?? { items: 0, predicted: 0, right: 0 }
    counts.set(label, known)
    return known
  }
  for (const label of truth) countOf(label).items++
  let right = 0
  for (const [i, label] of predicted.entries()) {
    countOf(label).predicted++
    if (label !== truth[i]) continue
    countOf(label).right++
    right++
  }
  const share = (part: number, whole: number) => (whole > 0 ? part / whole : null)
  const labels = [...counts].map(([label, count]) => ({
    label,
    items: count.items,
    recall: share(count.right, count.items),
    precision: share(count.right, count.predicted),
    f1: share(2 * count.right, count.items + count.predicted),
  }))
  const meanOf = (values: (number | null)[]) => {
    const known = values.filter((value) => value !== null)
    return known.reduce((sum, value) => sum + value, 0) / known.length
  }
  return {
    accuracy: right / truth.length,
    balancedAccuracy: meanOf(labels.map((score) => score.recall)),
    macroF1: meanOf(labels.map((score) => score.f1)),
    labels,
  }
}
