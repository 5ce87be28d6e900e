import { z } from 'zod'
import { questionOf } from '../../question-coverage/question-of.ts'
import { countWords, coverageOf } from '../../question-coverage/question-words.ts'
import { notApplicable } from '../../evaluate.ts'
import type { SampleEvaluator } from '../../evaluator.ts'
import { scored } from '../../scored.ts'

/**
 * Bounds of the coverage. Of answers to another question of the same set 84 to 90 % lie below the first and 96 to 98 % below
 * the second, of right ones 0.3 to 1 % and 0.6 to 1.6 % where questions are short (XSTest, HaluEval-2.0).
 */
const UNRELATED_BELOW = 0.1
const LOOSE_BELOW = 0.3

/** Fewer words of an answer ("Paris.") need not be those of its question. */
const LEAST_WORDS = 4

const PARAMETERS = z.object({})

/** Is the answer about the question? The share of the question's words, names and numbers weighing more, that it takes up. */
export const relevance: SampleEvaluator<'relevance', typeof PARAMETERS> = {
  name: 'relevance',
  version: '1',
  title: 'Relevance',
  question: 'Is the answer about what was asked?',
  scope: 'sample',
  needs: ['answer', 'question'],
  range: { low: 0, high: 1, bad: 'low' },
  labels: ['related', 'loosely_related', 'unrelated'],
  badLabel: 'unrelated',
  languages: ['en', 'fr', 'ru'],
  parameters: PARAMETERS,
  evaluate(sample) {
    const question = questionOf(sample)
    if (question.kind === 'not_applicable') return question
    const answer = sample.answerText!
    const counts = countWords(question.words, answer)
    const coverage = coverageOf(question.words, [counts])
    let contentWords = 0
    for (const { form } of answer.tokens) if (!form.isStop) contentWords++
    if (coverage < LOOSE_BELOW && contentWords < LEAST_WORDS)
      return notApplicable(
        'nothing_to_check',
        'The answer is too short to tell by its words what it is about.',
      )
    const shared = counts.reduce((sum, count) => sum + count, 0)
    const focus = contentWords === 0 ? 0 : shared / contentWords
    const label =
      coverage < UNRELATED_BELOW ? 'unrelated' : coverage < LOOSE_BELOW ? 'loosely_related' : 'related'
    return scored({
      value: coverage,
      label,
      explanation: `The answer takes up ${Math.round(100 * coverage)} % of what the question is about.`,
      details: { coverage, focus, questionWords: question.words.length },
      isCut: sample.cut.has('question'),
    })
  },
}
