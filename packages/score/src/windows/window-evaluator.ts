import type { z } from 'zod'
import type { NotApplicable } from '../evaluation.ts'
import type { EvaluatorDescription } from '../evaluator.ts'

/** What is said of a window as a whole, and of each of its parts: groups, words, columns. */
export interface WindowScored<Part> {
  kind: 'scored'
  /** Within the evaluator's range. */
  value: number
  /** One of the evaluator's labels. */
  label: string
  /** One or two sentences for people. */
  explanation: string
  parts: readonly Part[]
}

/** An evaluator of many rows at once: pure, so the same rows and parameters give the same answer. */
export interface WindowEvaluator<
  Name extends string = string,
  Input extends z.ZodType = z.ZodType,
  Parameters extends z.ZodType = z.ZodType,
  Part = unknown,
> extends EvaluatorDescription<Name> {
  scope: 'window'
  needs: readonly []
  input: Input
  parameters: Parameters
  evaluate(input: z.output<Input>, parameters: z.output<Parameters>): WindowScored<Part> | NotApplicable
}
