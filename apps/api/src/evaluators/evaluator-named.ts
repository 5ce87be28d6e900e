import type { CustomDefinition } from '@assay/contract/api/custom-evaluator'
import type { Evaluator } from '@assay/contract/api/evaluator'
import { AssayError } from '@assay/contract/error'
import { listEvaluators } from '../rules/list-evaluators.ts'

/** One evaluator, of Assay or of the project. @throws AssayError `not_found` for a name that no evaluator has. */
export function evaluatorNamed(name: string, own: readonly CustomDefinition[]): Evaluator {
  const evaluator = listEvaluators(own).find((one) => one.name === name)
  if (evaluator === undefined)
    throw new AssayError(
      'not_found',
      `There is no evaluator named "${name}"; the list of evaluators has all.`,
    )
  return evaluator
}
