import type { SampleEvaluator } from './evaluator.ts'
import { refusal } from './evaluators/refusal/evaluator.ts'

/**
 * Every evaluator of single samples, by name; names are closed, so a new folder without a line here fails the house tests. One line
 * each, in the order of the page.
 */
export const EVALUATORS = {
  refusal,
} as const satisfies Record<string, SampleEvaluator>
