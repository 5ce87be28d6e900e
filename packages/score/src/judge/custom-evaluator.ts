import { type CustomDefinition, NEEDED_PARTS } from '@assay/contract/api/custom-evaluator'
import type { SampleEvaluator } from '../evaluator.ts'
import { judgeOnly } from './judge-only.ts'
import type { SampleQuestion } from './judge-sample.ts'
import { rubricQuestion } from './rubric-question.ts'

/** An evaluator that people of a project wrote: what it is, and what its judge is asked. */
interface CustomEvaluation {
  scorer: SampleEvaluator
  question: SampleQuestion
}

const made = new WeakMap<CustomDefinition, CustomEvaluation>()

/** Makes an evaluator of its definition, whose judge gives 0 for the worst grade to 1 for the best; the same for the same object. */
export function customEvaluation(definition: CustomDefinition): CustomEvaluation {
  const known = made.get(definition)
  if (known !== undefined) return known
  const { name, title, question, version, rubric, steps, grades, shows, quotesFrom } = definition
  const scorer = judgeOnly({
    name,
    title,
    question,
    version: String(version),
    needs: NEEDED_PARTS.filter((part) => shows.includes(part)),
    range: { low: 0, high: 1, bad: 'low' },
    labels: grades.map(({ label }) => label),
  })
  const asked = rubricQuestion({ evaluator: scorer, rubric, steps, grades, shows, quotesFrom })
  const evaluation = { scorer, question: asked }
  made.set(definition, evaluation)
  return evaluation
}
