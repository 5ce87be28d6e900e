import { z } from 'zod'
import { notApplicable } from '../../evaluate.ts'
import type { Finding } from '../../evaluation.ts'
import type { SampleEvaluator } from '../../evaluator.ts'
import { scored } from '../../scored.ts'
import { detectParts } from './detect-parts.ts'

const PARAMETERS = z.object({
  /** ISO 639-1 codes of the languages that are right; the question's where none are given. */
  expected: z
    .array(z.string().regex(/^[a-z]{2}$/))
    .min(1)
    .max(60)
    .optional(),
})

/** Is the answer in the language that is expected? The share of its read parts that are. */
export const answerLanguage: SampleEvaluator<'answer-language', typeof PARAMETERS> = {
  name: 'answer-language',
  version: '1',
  title: 'Answer language',
  question: 'Is the answer in the language that is expected?',
  scope: 'sample',
  needs: ['answer'],
  range: { low: 0, high: 1, bad: 'low' },
  labels: ['expected', 'mixed', 'other'],
  badLabel: 'other',
  languages: 'any',
  parameters: PARAMETERS,
  evaluate({ answer, question }, { expected }) {
    if (expected === undefined && question === null)
      return notApplicable('missing_question', 'Send the question, or name the languages that are expected.')
    const languages = expected ?? detectParts(question!).map(({ language }) => language)
    if (languages.length === 0)
      return notApplicable(
        'nothing_to_check',
        'The question is too short to tell its language: name the languages that are expected.',
      )
    const parts = detectParts(answer!)
    if (parts.length === 0)
      return notApplicable('nothing_to_check', 'The answer is too short to tell its language, or is code.')
    const others = parts.filter(({ language }) => !languages.includes(language))
    const findings = others.map(({ language, start, end }): Finding => ({
      kind: 'other_language',
      place: { field: 'answer', passage: 0, start, end },
      evidence: [],
      confidence: null,
      explanation: `This is ${language}.`,
    }))
    const label = others.length === 0 ? 'expected' : others.length < parts.length ? 'mixed' : 'other'
    const seen = [...new Set(parts.map(({ language }) => language))].join(' and ')
    return scored({
      value: 1 - others.length / parts.length,
      label,
      explanation: `The answer is in ${seen}; expected is ${[...new Set(languages)].join(' or ')}.`,
      findings,
      details: { parts: parts.length, otherParts: others.length },
    })
  },
}
