import { sentenceBleu } from '@assay/stats/text/bleu'
import { tokenise13a } from '@assay/stats/text/tokenise'
import { ofTokens, overlapEvaluator } from '../../reference/overlap-evaluator.ts'
import { MOST_TOKENS } from '../../reference/reference-tokens.ts'
import { spaceOut } from '../../text/unspaced.ts'

/** Sentence BLEU over WMT's 13a tokens, by 100, so 0 to 1; smoothing and effective order as sacreBLEU's. */
export const bleu = overlapEvaluator(
  {
    name: 'bleu',
    version: '1',
    title: 'BLEU',
    question: 'How many runs of up to four words does the answer share with the reference?',
  },
  ofTokens(
    (text) => {
      const tokens = tokenise13a(spaceOut(text))
      return { tokens: tokens.slice(0, MOST_TOKENS), isCut: tokens.length > MOST_TOKENS }
    },
    (candidate, reference) => {
      const { score, brevityPenalty } = sentenceBleu({ candidate, references: [reference] })
      return { value: score / 100, details: { brevityPenalty } }
    },
  ),
)
