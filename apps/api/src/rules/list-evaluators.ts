import { z } from 'zod'
import type { Evaluator } from '@assay/contract/api/evaluator'
import type { SampleEvaluator } from '@assay/score/evaluator'
import { EVALUATORS } from '@assay/score/registry'
import { JUDGED_EVALUATORS } from './judged-evaluators.ts'

/** Every evaluator of single samples, in the order of the registry. */
export const listEvaluators = (): Evaluator[] => Object.values<SampleEvaluator>(EVALUATORS).map(describe)

function describe(evaluator: SampleEvaluator): Evaluator {
  const { name, version, title, question, needs, range, labels, languages, parameters } = evaluator
  return {
    name,
    version,
    title,
    question,
    needs: [...needs],
    range,
    labels: [...labels],
    badLabel: evaluator.badLabel ?? null,
    languages: languages === 'any' ? null : [...languages],
    isJudged: JUDGED_EVALUATORS.has(name),
    // A part that JSON Schema cannot say, such as a schema within, is anything.
    parameters: z.toJSONSchema(parameters, { io: 'input', unrepresentable: 'any' }),
  }
}
