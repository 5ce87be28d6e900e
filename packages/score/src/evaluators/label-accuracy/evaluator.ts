import { z } from 'zod'
import { notApplicable } from '../../evaluate.ts'
import type { SampleEvaluator } from '../../evaluator.ts'
import { normaliseText } from '../../reference/reference-tokens.ts'
import { scored } from '../../scored.ts'
import { findLabel } from './find-label.ts'

const PARAMETERS = z.object({
  /** All labels that the model could choose from. */
  labels: z.array(z.string().min(1).max(200)).min(2).max(200),
})

/** Does the answer choose the label of the reference? 1 where it does, 0 where not or where it chooses none. */
export const labelAccuracy: SampleEvaluator<'label-accuracy', typeof PARAMETERS> = {
  name: 'label-accuracy',
  version: '1',
  title: 'Label accuracy',
  question: 'Does the answer choose the right label?',
  scope: 'sample',
  needs: ['answer', 'reference'],
  range: { low: 0, high: 1, bad: 'low' },
  labels: ['right', 'wrong', 'no_label'],
  badLabel: 'wrong',
  languages: 'any',
  parameters: PARAMETERS,
  evaluate({ answer, reference }, { labels }) {
    const wanted = labels.find((label) => normaliseText(label) === normaliseText(reference!))
    if (wanted === undefined)
      return notApplicable('nothing_to_check', 'The reference is none of the labels: name them all.')
    const found = findLabel(answer!, labels)
    if (found === null)
      return scored({ value: 0, label: 'no_label', explanation: 'The answer chooses no label, or several.' })
    const isRight = found.label === wanted
    const place = { field: 'answer' as const, passage: 0, start: found.start, end: found.end }
    const explanation = `The answer chooses ${found.label}; right is ${wanted}.`
    return scored({
      value: isRight ? 1 : 0,
      label: isRight ? 'right' : 'wrong',
      explanation,
      findings: [{ kind: 'label', place, evidence: [], confidence: null, explanation }],
    })
  },
}
