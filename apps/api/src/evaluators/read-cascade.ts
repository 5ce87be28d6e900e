import type { CustomDefinition } from '@assay/contract/api/custom-evaluator'
import type { EvaluatorCascade } from '@assay/contract/api/evaluator-cascade'
import { LEAST_LABELS } from '@assay/score/cascade/suggest-ask-below'
import { cascadeLabels } from '@assay/store/clickhouse/queries/cascade-labels'
import type { Scope } from '@assay/store/clickhouse/queries/scope'
import { timeRange } from '@assay/store/clickhouse/queries/time-range'
import { cascadeOf } from './cascade-of.ts'
import { evaluatorNamed } from './evaluator-named.ts'
import { judgeForm } from './judge-form.ts'
import { labelledBefore } from './labelled-before.ts'
import { readRubric } from './read-rubric.ts'

/**
 * When a judge is best asked beside an evaluator, by labels of people. Without a free tier or a judge there is nothing to choose.
 *
 * @param args.own What people of the project wrote.
 * @throws AssayError `not_found` for a name that no evaluator has.
 */
export async function readCascade(
  scope: Scope,
  { name, own, nowMs }: { name: string; own: readonly CustomDefinition[]; nowMs: number },
): Promise<EvaluatorCascade> {
  const evaluator = evaluatorNamed(name, own)
  const definition = own.find((one) => one.name === name) ?? null
  const judge = judgeForm(evaluator, readRubric(name, definition), definition)
  const { version } = evaluator
  const none = {
    version,
    judgeVersion: judge?.version ?? null,
    leastLabels: LEAST_LABELS,
    labels: 0,
    judges: [],
  }
  if (judge === null || evaluator.isJudgeOnly) return none
  const range = labelledBefore(timeRange({}, nowMs).to)
  const rows = await cascadeLabels(scope, { name, freeVersion: version, judgeVersion: judge.version, range })
  const targets = new Set(rows.map(({ targetKey }) => targetKey))
  return { ...none, labels: targets.size, judges: cascadeOf(rows, evaluator, judge.labels) }
}
