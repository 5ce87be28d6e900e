import { z } from 'zod'
import type { SampleEvaluator } from '../../evaluator.ts'
import { normaliseText } from '../../reference/reference-tokens.ts'
import { scored } from '../../scored.ts'

const PARAMETERS = z.object({
  /** `text`: all but white space at the ends counts; `words`: case, punctuation and spaces do not. */
  compare: z.enum(['text', 'words']).default('words'),
})

/** Is the answer the reference? 1 where it is, 0 where not. */
export const exactMatch: SampleEvaluator<'exact-match', typeof PARAMETERS> = {
  name: 'exact-match',
  version: '1',
  title: 'Exact match',
  question: 'Is the answer the same as the reference?',
  scope: 'sample',
  needs: ['answer', 'reference'],
  range: { low: 0, high: 1, bad: 'low' },
  labels: ['equal', 'different'],
  badLabel: 'different',
  languages: 'any',
  parameters: PARAMETERS,
  evaluate({ answer, reference }, { compare }) {
    const found = answer!.trim().normalize('NFC')
    const wanted = reference!.trim().normalize('NFC')
    // Signs alone have no words to compare.
    const words = compare === 'words' ? normaliseText(wanted) : ''
    const isEqual = found === wanted || (words !== '' && normaliseText(found) === words)
    return scored({
      value: isEqual ? 1 : 0,
      label: isEqual ? 'equal' : 'different',
      explanation: isEqual ? 'The answer is the reference.' : 'The answer differs from the reference.',
    })
  },
}
