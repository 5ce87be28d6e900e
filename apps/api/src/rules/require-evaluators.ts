import type { z } from 'zod'
import type { RuleEvaluator } from '@assay/contract/api/rule'
import { AssayError } from '@assay/contract/error'
import type { SampleEvaluator } from '@assay/score/evaluator'
import { EVALUATORS } from '@assay/score/registry'

/** An evaluator of the registry by its name; null where there is none. */
export function evaluatorNamed(name: string): SampleEvaluator | null {
  return Object.hasOwn(EVALUATORS, name) ? EVALUATORS[name as keyof typeof EVALUATORS] : null
}

/** Refuses evaluators that are unknown, stand twice with the same parameters, or do not take theirs. @throws AssayError `invalid`. */
export function requireEvaluators(evaluators: readonly RuleEvaluator[]): void {
  const seen = new Set<string>()
  const errors = evaluators.flatMap(({ name, parameters }, i) => {
    const at = (message: string, part = 'name') => ({ path: `evaluators.${i}.${part}`, message })
    const evaluator = evaluatorNamed(name)
    if (evaluator === null)
      return [at(`is no evaluator; choose one of ${Object.keys(EVALUATORS).join(', ')}`)]
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
