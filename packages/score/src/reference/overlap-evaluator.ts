import { z } from 'zod'
import { notApplicable } from '../evaluate.ts'
import type { SampleEvaluator } from '../evaluator.ts'
import { scored } from '../scored.ts'

const PARAMETERS = z.object({
  /** The score from which texts count as similar. */
  similarFrom: z.number().min(0).max(1).default(0.5),
})

/** A measure of how alike two texts are, 0 to 1; null where a text has nothing to compare. */
export interface Overlap {
  value: number
  details: Readonly<Record<string, number>>
  isCut: boolean
}

/** Makes the evaluator of a measure that compares the answer with the reference. */
export function overlapEvaluator<Name extends string>(
  description: { name: Name; title: string; question: string; version: string },
  compare: (answer: string, reference: string) => Overlap | null,
): SampleEvaluator<Name, typeof PARAMETERS> {
  return {
    ...description,
    scope: 'sample',
    needs: ['answer', 'reference'],
    range: { low: 0, high: 1, bad: 'low' },
    labels: ['equal', 'similar', 'different'],
    languages: 'any',
    parameters: PARAMETERS,
    evaluate({ answer, reference }, { similarFrom }) {
      const overlap = compare(answer!, reference!)
      if (overlap === null)
        return notApplicable('nothing_to_check', 'The answer or the reference holds no words.')
      const value = Math.min(1, Math.max(0, overlap.value))
      const label = value > 1 - 1e-12 ? 'equal' : value >= similarFrom ? 'similar' : 'different'
      const explanation = `${description.title} of answer and reference is ${value.toFixed(3)}.`
      return scored({ ...overlap, value, label, explanation })
    },
  }
}

/** A measure of tokens as one of texts. */
export function ofTokens(
  tokenise: (text: string) => { tokens: string[]; isCut: boolean },
  compare: (answer: readonly string[], reference: readonly string[]) => Omit<Overlap, 'isCut'>,
): (answer: string, reference: string) => Overlap | null {
  return (answer, reference) => {
    const found = tokenise(answer)
    const wanted = tokenise(reference)
    if (found.tokens.length === 0 || wanted.tokens.length === 0) return null
    return { ...compare(found.tokens, wanted.tokens), isCut: found.isCut || wanted.isCut }
  }
}
