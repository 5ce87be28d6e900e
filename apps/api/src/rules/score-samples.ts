import type { CustomDefinition } from '@assay/contract/api/custom-evaluator'
import type { RuleEvaluator } from '@assay/contract/api/rule'
import type { TriedEvaluator, TriedResult } from '@assay/contract/api/rule-try'
import { weightedMean } from '@assay/stats/intervals/weighted-mean'
import { wilson } from '@assay/stats/intervals/wilson'
import { evaluate } from '@assay/score/evaluate'
import type { Evaluation, NotApplicable } from '@assay/score/evaluation'
import { findEvaluator } from '@assay/score/find-evaluator'
import type { Sample } from '@assay/score/sample'
import { prepareSample } from '@assay/score/text/prepare-sample'

/** One evaluation of a sample; `error` where the evaluator itself failed. */
export interface Tried {
  evaluation: Evaluation | { kind: 'failed'; error: string }
  ms: number
}

/**
 * Scores one sample with the evaluators of a rule, in their order.
 *
 * @param how.own What people of the project wrote.
 * @param how.clock Milliseconds that only go forward.
 */
export function scoreSample(
  sample: Sample,
  evaluators: readonly RuleEvaluator[],
  { own, clock }: { own: readonly CustomDefinition[]; clock: () => number },
): Tried[] {
  const prepared = prepareSample(sample)
  return evaluators.map(({ name, parameters }) => {
    const evaluator = findEvaluator(name, own)
    const begun = clock()
    const done = (evaluation: Tried['evaluation']): Tried => ({ evaluation, ms: clock() - begun })
    if (evaluator === null) return done({ kind: 'failed', error: 'There is no such evaluator.' })
    try {
      return done(evaluate(evaluator, prepared, parameters))
    } catch (error) {
      return done({ kind: 'failed', error: error instanceof Error ? error.message : String(error) })
    }
  })
}

/** A trial as the API tells it. */
export function toResult({ name }: RuleEvaluator, { evaluation }: Tried): TriedResult {
  if (evaluation.kind === 'scored')
    return {
      evaluator: name,
      kind: 'scored',
      value: evaluation.value,
      label: evaluation.label,
      explanation: evaluation.explanation,
    }
  if (evaluation.kind === 'not_applicable' && evaluation.reason === 'judge_only')
    return { ...NO_SCORE, evaluator: name, kind: 'for_judge', explanation: 'The judge of the rule is asked.' }
  const explanation = evaluation.kind === 'failed' ? evaluation.error : evaluation.explanation
  return { ...NO_SCORE, evaluator: name, kind: evaluation.kind, explanation }
}

const NO_SCORE = { value: null, label: null } as const

/** Sums up what one evaluator said of all samples. */
export function sumUp(
  { name }: RuleEvaluator,
  tried: readonly Tried[],
  own: readonly CustomDefinition[] = [],
): TriedEvaluator {
  const evaluator = findEvaluator(name, own)
  const evaluations = tried.map(({ evaluation }) => evaluation)
  const scored = evaluations.filter((one) => one.kind === 'scored')
  const values = scored.map(({ value }) => value)
  const without = evaluations.filter((one) => one.kind === 'not_applicable').filter(isMissing)
  const failed = evaluations.filter((one) => one.kind === 'failed').length
  const mean = (values: readonly number[]) =>
    values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
  return {
    name,
    title: evaluator?.title ?? name,
    version: evaluator?.version ?? '',
    scored: scored.length,
    notApplicable: without.length,
    failed,
    forJudge: evaluations.length - scored.length - without.length - failed,
    mean: mean(values),
    interval: evaluator === null ? null : intervalOf(values, evaluator.range),
    labels: mostFrequent(scored.map(({ label }) => label)).map(([label, count]) => ({ label, count })),
    whyNot: mostFrequent(without.map(({ explanation }) => explanation))[0]?.[0] ?? null,
    msPerSample: mean(tried.map(({ ms }) => ms)),
  }
}

/** Of a rate Wilson's, of another mean Student's within what there can be; null for fewer than two values. */
function intervalOf(
  values: readonly number[],
  range: { low: number; high: number },
): TriedEvaluator['interval'] {
  if (values.length < 2) return null
  if (values.every((value) => value === 0 || value === 1)) {
    const { low, high } = wilson(values.filter((value) => value === 1).length, values.length)
    return { low, high }
  }
  const { interval } = weightedMean(
    values,
    values.map(() => 1),
  )
  return interval && { low: Math.max(range.low, interval.low), high: Math.min(range.high, interval.high) }
}

const isMissing = ({ reason }: NotApplicable) => reason !== 'judge_only'

function mostFrequent(texts: readonly string[]): [text: string, count: number][] {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])
}
