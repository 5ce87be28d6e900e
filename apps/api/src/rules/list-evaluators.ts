import { z } from 'zod'
import type { CustomDefinition } from '@assay/contract/api/custom-evaluator'
import type { Evaluator } from '@assay/contract/api/evaluator'
import type { SampleEvaluator } from '@assay/score/evaluator'
import { customEvaluation } from '@assay/score/judge/custom-evaluator'
import { EVALUATORS } from '@assay/score/registry'
import { isJudged } from './judged-evaluators.ts'

/** Every evaluator of single samples that a project has: those that people wrote, then those of the registry in its order. */
export function listEvaluators(own: readonly CustomDefinition[]): Evaluator[] {
  const names = new Set(own.map(({ name }) => name))
  const builtIn = Object.values<SampleEvaluator>(EVALUATORS).filter(({ name }) => !names.has(name))
  return [
    ...own.map((definition) => ({ ...describe(customEvaluation(definition).scorer, own), isCustom: true })),
    ...builtIn.map((evaluator) => describe(evaluator, own)),
  ]
}

function describe(evaluator: SampleEvaluator, own: readonly CustomDefinition[]): Evaluator {
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
    isJudged: isJudged(name, own),
    isJudgeOnly: evaluator.isJudgeOnly === true,
    isCustom: false,
    // A part that JSON Schema cannot say, such as a schema within, is anything.
    parameters: z.toJSONSchema(parameters, { io: 'input', unrepresentable: 'any' }),
  }
}
