import { refuse } from '../shared/refuse.ts'
import { lcsLength } from './lcs-length.ts'

export interface RougeL {
  /** Share of the candidate's tokens, and of the reference's, that stand in their longest common subsequence. */
  precision: number
  recall: number
  /** Their F-score, all from 0 to 1. */
  fScore: number
}

/**
 * ROUGE-L of a candidate against a reference, both as tokens such as wordsOf's; `beta` says how many times recall weighs as much as
 * precision. All are 0 where one side is empty. Throws AssayError('invalid') for a beta that is not above 0.
 *
 * Lin 2004; as Google's rouge_score.
 */
export function rougeL(candidate: readonly string[], reference: readonly string[], beta = 1): RougeL {
  if (!(beta > 0 && beta <= 1e6)) refuse(`beta is ${beta}: give a number above 0, such as 1.`)
  const length = lcsLength(candidate, reference)
  if (length === 0) return { precision: 0, recall: 0, fScore: 0 }
  const precision = length / candidate.length
  const recall = length / reference.length
  const weight = beta * beta
  return { precision, recall, fScore: ((1 + weight) * precision * recall) / (weight * precision + recall) }
}
