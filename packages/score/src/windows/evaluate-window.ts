import { AssayError } from '@assay/contract/error'
import { z } from 'zod'
import type { NotApplicable } from '../evaluation.ts'
import type { WindowEvaluator, WindowScored } from './window-evaluator.ts'

/**
 * Scores a window after checking its rows and parameters. Throws AssayError('invalid') for rows or parameters of the wrong
 * shape, and RangeError where the evaluator breaks its promise of range.
 */
export function evaluateWindow<Input extends z.ZodType, Parameters extends z.ZodType, Part>(
  evaluator: WindowEvaluator<string, Input, Parameters, Part>,
  input: z.input<Input>,
  parameters?: z.input<Parameters>,
): WindowScored<Part> | NotApplicable {
  const evaluation = evaluator.evaluate(
    check(evaluator.input, input, `Rows for ${evaluator.name}`),
    check(evaluator.parameters, parameters ?? {}, `Parameters of ${evaluator.name}`),
  )
  const { low, high } = evaluator.range
  if (evaluation.kind === 'scored' && !(evaluation.value >= low && evaluation.value <= high))
    throw new RangeError(`${evaluator.name} scored ${evaluation.value}, outside of ${low} to ${high}`)
  return evaluation
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown, what: string): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (!parsed.success)
    throw new AssayError('invalid', `${what}: ${z.prettifyError(parsed.error).slice(0, 1_000)}`)
  return parsed.data
}
