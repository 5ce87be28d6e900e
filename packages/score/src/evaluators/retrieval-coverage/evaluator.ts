import { z } from 'zod'
import { bm25 } from '../../question-coverage/bm25.ts'
import { questionOf } from '../../question-coverage/question-of.ts'
import { countWords, coverageOf } from '../../question-coverage/question-words.ts'
import type { Finding } from '../../evaluation.ts'
import type { SampleEvaluator } from '../../evaluator.ts'
import { scored } from '../../scored.ts'

/** A passage below shares hardly a word with the question: of passages that bear on a claim 0.6 % do (Factcheck-GPT). */
const UNRELATED_BELOW = 0.1
const COVERED_FROM = 0.6
const MISSED_BELOW = 0.3

const PARAMETERS = z.object({})

/** Do the passages speak about the question? The share of its words that they have, names and numbers weighing more. */
export const retrievalCoverage: SampleEvaluator<'retrieval-coverage', typeof PARAMETERS> = {
  name: 'retrieval-coverage',
  version: '1',
  title: 'Retrieval coverage',
  question: 'Do the retrieved passages speak about what was asked?',
  scope: 'sample',
  needs: ['question', 'context'],
  range: { low: 0, high: 1, bad: 'low' },
  labels: ['covered', 'partly_covered', 'not_covered'],
  badLabel: 'not_covered',
  languages: ['en', 'fr', 'ru'],
  parameters: PARAMETERS,
  evaluate(sample) {
    const question = questionOf(sample)
    if (question.kind === 'not_applicable') return question
    const { words } = question
    const texts = sample.contextTexts
    const counts = texts.map((text) => countWords(words, text))
    const each = counts.map((one) => coverageOf(words, [one]))
    const coverage = coverageOf(words, counts)
    const findings = each.flatMap((one, passage): Finding[] =>
      one >= UNRELATED_BELOW ? [] : [unrelated(passage, texts[passage]!.raw.length)],
    )
    const scores = bm25(
      counts,
      texts.map(({ tokens }) => tokens.length),
    )
    const best = scores.indexOf(Math.max(...scores))
    const label =
      coverage >= COVERED_FROM ? 'covered' : coverage >= MISSED_BELOW ? 'partly_covered' : 'not_covered'
    return scored({
      value: coverage,
      label,
      explanation: `The passages have ${Math.round(100 * coverage)} % of what the question is about; ${findings.length} of ${texts.length} have nothing of it.`,
      findings,
      details: {
        passages: texts.length,
        bestCoverage: Math.max(...each),
        unrelatedShare: findings.length / texts.length,
        bestPlace: best + 1,
      },
      isCut: sample.cut.has('question'),
    })
  },
}

const unrelated = (passage: number, end: number): Finding => ({
  kind: 'unrelated_passage',
  place: { field: 'context', passage, start: 0, end },
  evidence: [],
  confidence: null,
  explanation: 'This passage shares hardly a word with the question.',
})
