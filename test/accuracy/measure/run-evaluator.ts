import { evaluate } from '@assay/score/evaluate'
import type { Evaluation } from '@assay/score/evaluation'
import type { SampleEvaluator } from '@assay/score/evaluator'
import { EVALUATORS } from '@assay/score/registry'
import { EMPTY_SAMPLE, type Sample } from '@assay/score/sample'
import { prepareSample } from '@assay/score/text/prepare-sample'

/** The evaluator of a name; null where the registry has none. */
export function evaluatorNamed(name: string): SampleEvaluator | null {
  return (EVALUATORS as Record<string, SampleEvaluator>)[name] ?? null
}

/** What an evaluator says about the known parts of a sample, through the same door as in production. */
export function runEvaluator(
  evaluator: SampleEvaluator,
  known: Partial<Sample>,
  parameters: Record<string, unknown> = {},
): Evaluation {
  return evaluate(evaluator, prepareSample({ ...EMPTY_SAMPLE, ...known }), parameters)
}

/** The value of an evaluation; without a score the middle of the evaluator's range, which helps neither class. */
export function valueOf(evaluation: Evaluation, { range }: SampleEvaluator): number {
  return evaluation.kind === 'scored' ? evaluation.value : (range.low + range.high) / 2
}

/** How many evaluations give no score, as a part of a sentence; nothing where all do. */
export function unscoredText(evaluations: readonly Evaluation[]): string {
  const counts = new Map<string, number>()
  for (const item of evaluations)
    if (item.kind === 'not_applicable') counts.set(item.reason, (counts.get(item.reason) ?? 0) + 1)
  const parts = [...counts].map(([reason, count]) => `${count} ${reason}`)
  return parts.length === 0 ? '' : `; without a score: ${parts.join(', ')}`
}
