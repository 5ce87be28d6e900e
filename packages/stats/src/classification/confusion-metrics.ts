import { refuse, requireCount } from '../shared/refuse.ts'
import type { Confusion } from './confusion.ts'

/** A share of items; null where there are none to take a share of. */
type Share = number | null

const share = (part: number, whole: number): Share => (whole > 0 ? part / whole : null)

function check(counts: Confusion): void {
  for (const [name, count] of Object.entries(counts)) requireCount(count as number, name)
}

/** Share of what was predicted positive that is: TP / (TP + FP), null where nothing was predicted positive. */
export function precision(counts: Confusion): Share {
  check(counts)
  return share(counts.truePositives, counts.truePositives + counts.falsePositives)
}

/** Share of the positives that was found, also sensitivity: TP / (TP + FN), null where there are none. */
export function recall(counts: Confusion): Share {
  check(counts)
  return share(counts.truePositives, counts.truePositives + counts.falseNegatives)
}

/** Share of the negatives that was left alone: TN / (TN + FP), null where there are none. */
export function specificity(counts: Confusion): Share {
  check(counts)
  return share(counts.trueNegatives, counts.trueNegatives + counts.falsePositives)
}

/** Share of right predictions, null for no items. */
export function accuracy(counts: Confusion): Share {
  check(counts)
  const right = counts.truePositives + counts.trueNegatives
  return share(right, right + counts.falsePositives + counts.falseNegatives)
}

/** Mean of recall and specificity; null where one of the classes has no items, as nothing is known about it. */
export function balancedAccuracy(counts: Confusion): Share {
  const [found, left] = [recall(counts), specificity(counts)]
  return found === null || left === null ? null : (found + left) / 2
}

/**
 * F-beta, the weighted harmonic mean of precision and recall: (1 + b²)·TP / ((1 + b²)·TP + b²·FN + FP), from 0 to 1.
 * `beta` above 0 says how many times recall weighs as much as precision. null where nothing is positive and nothing was predicted so.
 *
 * van Rijsbergen 1979; as scikit-learn's fbeta_score, which warns and answers 0 where this answers null.
 */
export function fBeta(counts: Confusion, beta = 1): Share {
  check(counts)
  if (!(beta > 0 && beta <= 1e6)) refuse(`beta is ${beta}: give a number above 0, such as 1 or 2.`)
  const weight = beta * beta
  const hits = (1 + weight) * counts.truePositives
  return share(hits, hits + weight * counts.falseNegatives + counts.falsePositives)
}

/** Cohen's kappa of truth and prediction; null where both are one class throughout. */
export function confusionKappa(counts: Confusion): Share {
  check(counts)
  const { truePositives: a, falsePositives: b, falseNegatives: c, trueNegatives: d } = counts
  // Both classes' chance agreement in one fraction: 2(ad - bc) / ((a+b)(b+d) + (a+c)(c+d)).
  return share(2 * (a * d - b * c), (a + b) * (b + d) + (a + c) * (c + d))
}

/** Matthews' correlation coefficient, from -1 to 1; null where truth or prediction is one class throughout. Matthews 1975. */
export function matthewsCorrelation(counts: Confusion): Share {
  check(counts)
  const { truePositives: a, falsePositives: b, falseNegatives: c, trueNegatives: d } = counts
  return share(a * d - b * c, Math.sqrt((a + b) * (c + d)) * Math.sqrt((a + c) * (b + d)))
}
