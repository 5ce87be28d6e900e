import type { z } from 'zod'
import type { CustomDefinition } from '@assay/contract/api/custom-evaluator'
import type { RuleEvaluator } from '@assay/contract/api/rule'
import { AssayError } from '@assay/contract/error'
import { findEvaluator } from '@assay/score/find-evaluator'
import { EVALUATORS } from '@assay/score/registry'
import { isJudged } from './judged-evaluators.ts'

/**
 * Refuses evaluators that are unknown, stand twice with the same parameters, do not take theirs, are answered by judges alone where there
 * is none, or say when a judge is asked that no judge can be asked about. @throws AssayError `invalid`.
 */
export function requireEvaluators(
  { evaluators, judgeId }: { evaluators: readonly RuleEvaluator[]; judgeId: string | null },
  own: readonly CustomDefinition[],
): void {
  const seen = new Set<string>()
  const errors = evaluators.flatMap(({ name, parameters, askJudgeBelow, askPersonBelow }, i) => {
    const at = (message: string, part = 'name') => ({ path: `evaluators.${i}.${part}`, message })
    const evaluator = findEvaluator(name, own)
    if (evaluator === null) {
      const known = [...own.map((one) => one.name), ...Object.keys(EVALUATORS)]
      return [at(`is no evaluator; choose one of ${known.join(', ')}`)]
    }
    if (evaluator.isJudgeOnly === true && judgeId === null)
      return [at('is answered by a judge alone: choose a judge for the rule')]
    for (const [part, threshold] of Object.entries({ askJudgeBelow, askPersonBelow }))
      if (threshold !== undefined && !isJudged(name, own)) return [at('asks no judge: leave it out', part)]
    const key = JSON.stringify([name, parameters])
    if (seen.has(key)) return [at('stands twice with the same parameters')]
    seen.add(key)
    const parsed = evaluator.parameters.safeParse(parameters)
    return parsed.success ? [] : [at(faultsOf(parsed.error), 'parameters')]
  })
  const [first] = errors
  if (first)
    throw new AssayError('invalid', `The evaluators of the rule: ${first.path} ${first.message}`, { errors })
}

function faultsOf({ issues }: z.ZodError): string {
  const sentences = issues.slice(0, 5).map(({ path, message }) => [...path, message].join(': '))
  return sentences.join('; ').slice(0, 500)
}
