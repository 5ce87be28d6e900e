import { refuse, requirePairs } from '../shared/refuse.ts'

/** How often each pair of a true and a predicted answer occurred; true is the class that is looked for. */
export interface Confusion {
  truePositives: number
  falsePositives: number
  trueNegatives: number
  falseNegatives: number
}

/** Counts pairs. Throws AssayError('invalid') for no pairs or lists of different length. */
export function countConfusion(truth: readonly boolean[], predicted: readonly boolean[]): Confusion {
  requirePairs(truth, predicted, 'True and predicted classes')
  if (truth.length === 0) refuse('A confusion table needs at least one item.')
  const counts = { truePositives: 0, falsePositives: 0, trueNegatives: 0, falseNegatives: 0 }
  for (const [i, actual] of truth.entries()) {
    if (actual) counts[predicted[i] ? 'truePositives' : 'falseNegatives']++
    else counts[predicted[i] ? 'falsePositives' : 'trueNegatives']++
  }
  return counts
}
