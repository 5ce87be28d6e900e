import { ofTokens, overlapEvaluator } from '../../reference/overlap-evaluator.ts'
import { referenceTokens } from '../../reference/reference-tokens.ts'

/** F1 of the answer's words against the reference's, each counted as often as it stands there (as SQuAD's, articles kept). */
export const tokenF1 = overlapEvaluator(
  {
    name: 'token-f1',
    version: '1',
    title: 'Token F1',
    question: 'How many words do answer and reference share?',
  },
  ofTokens(referenceTokens, (answer, reference) => {
    const left = new Map<string, number>()
    for (const token of reference) left.set(token, (left.get(token) ?? 0) + 1)
    let shared = 0
    for (const token of answer) {
      const count = left.get(token) ?? 0
      if (count === 0) continue
      left.set(token, count - 1)
      shared++
    }
    const precision = shared / answer.length
    const recall = shared / reference.length
    const value = shared === 0 ? 0 : (2 * precision * recall) / (precision + recall)
    return { value, details: { precision, recall } }
  }),
)
