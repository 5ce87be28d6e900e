import type { CustomDefinition } from '@assay/contract/api/custom-evaluator'
import type { SampleEvaluator } from './evaluator.ts'
import { customEvaluation } from './judge/custom-evaluator.ts'
import { EVALUATORS } from './registry.ts'

const REGISTRY: ReadonlyMap<string, SampleEvaluator> = new Map(Object.entries(EVALUATORS))

/**
 * An evaluator of single samples by its name; null where there is none. What people wrote goes first, so that one that comes with a later
 * Assay never takes over the scores of theirs.
 *
 * @param own What people of the project wrote.
 */
export function findEvaluator(name: string, own: readonly CustomDefinition[]): SampleEvaluator | null {
  const definition = own.find((one) => one.name === name)
  return definition === undefined ? (REGISTRY.get(name) ?? null) : customEvaluation(definition).scorer
}
