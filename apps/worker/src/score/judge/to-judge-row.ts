import type { JsonValue } from '@assay/contract/message'
import type { ScoreRow } from '@assay/contract/score-row'
import type { Scored } from '@assay/score/evaluation'
import type { Judged } from '@assay/score/judge/judged'
import type { WaitingQuestion } from '@assay/store/postgres/scoring/take-judge-work'
import type { ReadTarget } from '../thread/read-target.ts'
import { explainState, goesOn, idsOf, quoteFindings } from '../thread/to-score-row.ts'

/**
 * A judge's verdict as a row. The same question always has the same id and time, so that a verdict that is asked for twice stands once.
 * Another rubric or protocol is another version.
 *
 * @param version Of the evaluator.
 */
export function toJudgeRow(
  question: WaitingQuestion,
  read: ReadTarget,
  version: string,
  judged: Judged & { evaluation: Scored },
): ScoreRow {
  const { evaluation, record, probabilities, escalation } = judged
  const { target, evaluator } = question
  return {
    projectId: question.projectId,
    scoreId: question.id,
    ...idsOf(target, read.sessionId),
    responseId: '',
    name: evaluator.name,
    timeUnixNano: read.startNs,
    evaluator: evaluator.name,
    evaluatorVersion: `${version}+judge${record.protocolVersion}.${record.rubricHash}`,
    value: evaluation.value,
    label: evaluation.label,
    explanation: explainState(evaluation.explanation, target),
    source: 'judge',
    inclusionProbability: question.probability,
    errorType: '',
    rule: { id: question.ruleId, version: question.ruleVersion },
    sampling: question.sampling,
    confidence: evaluation.confidence,
    findings: quoteFindings(evaluation, read.sample),
    details: {
      ...evaluation.details,
      ...(evaluation.isCut ? { isCut: true } : {}),
      ...(goesOn(target) ? { goesOn: true } : {}),
      escalation,
      probabilities: probabilities === null ? null : { ...probabilities },
      record: JSON.parse(JSON.stringify(record)) as JsonValue,
    },
    judgeModel: record.modelsAnswered[0] ?? record.modelAsked,
    costUsd: record.cost,
    durationMs: record.latencyMs,
    slices: read.slices,
  }
}
