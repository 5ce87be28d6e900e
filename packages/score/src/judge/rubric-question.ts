import { AssayError } from '@assay/contract/error'
import type { SampleQuestion } from './judge-sample.ts'
import type { JudgeLabel } from './labels.ts'

/** A rubric that grades: steps to take, and grades from worst to best with what each means. */
export interface GradedRubric {
  evaluator: SampleQuestion['evaluator']
  rubric: string
  /** 1 to 8, each in the imperative, such as "list what the summary leaves out". */
  steps: readonly string[]
  /** 2 to 4, worst first: what a text of that grade is like. */
  grades: readonly { label: string; meaning: string }[]
  shows: SampleQuestion['shows']
  /** Parts that each grade but the best must be shown by a quote from; none where nothing could be quoted. */
  quotesFrom?: SampleQuestion['quotesFrom']
}

const MOST_STEPS = 8

/**
 * The question of a graded rubric in the manner of G-Eval (Liu et al. 2023): the judge fills in a form, step by step, and gives a grade;
 * the score is the expectation over the grades by their log-probabilities, or the mean of the votes where there are none. Grades are
 * few and spread evenly over the evaluator's range, since judges tell no more apart. A grade without the quote that it needs stands, and a
 * person looks. Throws AssayError('invalid') for no or too many steps; `judgeSample` refuses fewer than 2 grades or more than 4.
 */
export function rubricQuestion(graded: GradedRubric): SampleQuestion {
  const { evaluator, rubric, steps, grades, shows, quotesFrom = [] } = graded
  if (steps.length < 1 || steps.length > MOST_STEPS)
    throw new AssayError(
      'invalid',
      `A graded rubric has 1 to ${MOST_STEPS} steps; this one has ${steps.length}.`,
    )
  const { low, high, bad } = evaluator.range
  const labels = grades.map(({ label }, at): JudgeLabel => {
    const share = grades.length < 2 ? 0 : at / (grades.length - 1)
    const value = bad === 'high' ? high - (high - low) * share : low + (high - low) * share
    return { label, value, needsQuote: quotesFrom.length > 0 && at < grades.length - 1 }
  })
  const scale = grades.map(({ label, meaning }) => `- \`${label}\`: ${meaning}`).join('\n')
  return {
    evaluator,
    rubric: `${rubric.trim()}\n\n## Grades, worst first\n\n${scale}`,
    labels,
    shows,
    quotesFrom,
    unquotedLabel: null,
    steps,
  }
}
