import { AssayError } from '@assay/contract/error'
import type { EvaluatorDescription } from '../evaluator.ts'

/** A label that a judge may give. */
export interface JudgeLabel {
  label: string
  /** Within the evaluator's range. */
  value: number
  /** True where the verdict only counts with a quote that stands in the sample. */
  needsQuote: boolean
}

/** Refuses what no judge should be asked: one label, more than four, two of the same name, values out of range. Throws AssayError('invalid'). */
export function requireLabels(
  labels: readonly JudgeLabel[],
  { low, high }: EvaluatorDescription['range'],
): void {
  const names = new Set(labels.map(({ label }) => label))
  if (labels.length < 2 || labels.length > 4 || names.size !== labels.length)
    throw new AssayError(
      'invalid',
      `A judge chooses among 2 to 4 different labels; these are ${labels.length}.`,
    )
  for (const { label, value } of labels) {
    if (!(value >= low && value <= high))
      throw new AssayError(
        'invalid',
        `The label ${label} has the value ${value}: give one from ${low} to ${high}.`,
      )
  }
}
