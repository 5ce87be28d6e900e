import { rougeL as score } from '@assay/stats/text/rouge-l'
import { ofTokens, overlapEvaluator } from '../../reference/overlap-evaluator.ts'
import { referenceTokens } from '../../reference/reference-tokens.ts'

/** F1 of the longest common subsequence of words (Lin 2004). */
export const rougeL = overlapEvaluator(
  {
    name: 'rouge-l',
    version: '1',
    title: 'ROUGE-L',
    question: 'How many words in the same order do answer and reference share?',
  },
  ofTokens(referenceTokens, (answer, reference) => {
    const { precision, recall, fScore } = score(answer, reference)
    return { value: fScore, details: { precision, recall } }
  }),
)
