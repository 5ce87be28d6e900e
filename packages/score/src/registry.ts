import type { SampleEvaluator } from './evaluator.ts'
import { refusal } from './evaluators/refusal/evaluator.ts'
import { jsonValidity } from './evaluators/json-validity/evaluator.ts'
import { jsonSchema } from './evaluators/json-schema/evaluator.ts'
import { toolCalls } from './evaluators/tool-calls/evaluator.ts'

/**
 * Every evaluator of single samples, by name; names are closed, so a new folder without a line here fails the house tests. One line
 * each, in the order of the page.
 */
export const EVALUATORS = {
  refusal,
  'json-validity': jsonValidity,
  'json-schema': jsonSchema,
  'tool-calls': toolCalls,
} as const satisfies Record<string, SampleEvaluator>
