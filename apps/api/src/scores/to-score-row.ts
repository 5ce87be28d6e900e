import type { ScoreInput } from '@assay/contract/api/score-input'
import { NO_SLICES, type ScoreRow } from '@assay/contract/score-row'
import { scoreIdOf } from '@assay/normalise/rows/score-id'
import { instantToNs } from '@assay/store/clickhouse/queries/instant'
import type { TargetFacts } from '@assay/store/clickhouse/queries/scored-spans'

type Ids = Pick<ScoreRow, 'projectId' | 'target' | 'traceId' | 'spanId' | 'sessionId' | 'name' | 'scoreId'>

/** What a score from outside is about, and its id: made of the sender's own, else of what it says. */
export function idsOf(projectId: string, input: ScoreInput): Ids {
  const { traceId = '', spanId = '', sessionId = '', name } = input
  const target = traceId === '' ? 'session' : spanId === '' ? 'trace' : 'span'
  const { id, value = null, label = '', explanation = '', errorType = '' } = input
  const { source, evaluator = '', evaluatorVersion = '', time = '' } = input
  const said = [String(value), label, explanation, errorType, evaluator, evaluatorVersion, time]
  const key = { projectId, target, traceId, spanId, sessionId, name } as const
  return { ...key, scoreId: scoreIdOf({ ...key, by: id === undefined ? [source, ...said] : [source, id] }) }
}

/**
 * A score from outside as a row.
 *
 * @param known.timeNs Time of the same score where it is stored already.
 * @param known.facts What is stored of its target; undefined where nothing is yet.
 */
export function toScoreRow(
  ids: Ids,
  input: ScoreInput,
  known: { timeNs: bigint | undefined; facts: TargetFacts | undefined; nowNs: bigint },
): ScoreRow {
  const { facts } = known
  const given = input.time === undefined ? undefined : instantToNs(input.time)
  return {
    ...ids,
    sessionId: ids.sessionId === '' ? (facts?.sessionId ?? '') : ids.sessionId,
    responseId: '',
    timeUnixNano: known.timeNs ?? given ?? facts?.startNs ?? known.nowNs,
    evaluator: input.evaluator ?? '',
    evaluatorVersion: input.evaluatorVersion ?? '',
    value: input.value ?? null,
    label: input.label ?? '',
    explanation: input.explanation ?? '',
    source: input.source,
    inclusionProbability: input.inclusionProbability,
    errorType: input.errorType ?? '',
    rule: null,
    sampling: '',
    confidence: null,
    findings: [],
    details: input.metadata,
    judgeModel: '',
    costUsd: null,
    durationMs: null,
    slices: facts?.slices ?? NO_SLICES,
  }
}
