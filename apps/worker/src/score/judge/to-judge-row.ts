import { DEFAULT_ASK_BELOW } from '@assay/contract/api/rule'
import type { JsonValue } from '@assay/contract/message'
import type { ScoreRow } from '@assay/contract/score-row'
import { routeJudged } from '@assay/score/cascade/route'
import { JUDGED_LABELS } from '@assay/score/judge/items/claim-protocols'
import type { Judged } from '@assay/score/judge/judged'
import type { WaitingQuestion } from '@assay/store/postgres/scoring/take-judge-work'
import type { ReadTarget } from '../thread/read-target.ts'
import { explainState, goesOn, idsOf, quoteFindings } from '../thread/to-score-row.ts'

/**
 * A judge's verdict as a row, or that it gave none. The same question always has the same id and time, so that a verdict that is asked for
 * twice stands once, and a verdict takes the place of a failure. Another rubric or protocol is another version.
 *
 * @param version Of the evaluator.
 */
export function toJudgeRow(
  question: WaitingQuestion,
  read: ReadTarget,
  version: string,
  judged: Judged,
): ScoreRow {
  const { evaluation, record } = judged
  const { target, evaluator, freeLabel } = question
  const free = freeLabel === null ? null : (JUDGED_LABELS.get(freeLabel) ?? freeLabel)
  const { askPersonBelow = DEFAULT_ASK_BELOW.person } = evaluator
  const route = routeJudged(judged, free, { askPersonBelow }).because
  return {
    projectId: question.projectId,
    scoreId: question.id,
    ...idsOf(target, read.sessionId),
    responseId: '',
    name: evaluator.name,
    timeUnixNano: read.startNs,
    evaluator: evaluator.name,
    evaluatorVersion: `${version}+judge${record.protocolVersion}.${record.rubricHash}`,
    explanation: explainState(evaluation.explanation, target),
    source: 'judge',
    inclusionProbability: question.probability,
    rule: { id: question.ruleId, version: question.ruleVersion },
    sampling: question.sampling,
    judgeModel: record.modelsAnswered[0] ?? record.modelAsked,
    costUsd: record.cost,
    durationMs: record.latencyMs,
    slices: read.slices,
    ...saidBy(judged, question, read, { route, ...(free !== null && { freeLabel: free }) }),
  }
}

type Said = Pick<ScoreRow, 'value' | 'label' | 'errorType' | 'confidence' | 'findings' | 'details'>

/** What the judge itself gives to its row. */
function saidBy(
  { evaluation, escalation, probabilities, record }: Judged,
  { target }: WaitingQuestion,
  read: ReadTarget,
  details: Record<string, JsonValue>,
): Said {
  if (evaluation.kind === 'failed')
    // Its answers are counted with its dead letter.
    return { value: null, label: '', errorType: evaluation.reason, confidence: null, findings: [], details }
  return {
    value: evaluation.value,
    label: evaluation.label,
    errorType: '',
    confidence: evaluation.confidence,
    findings: quoteFindings(evaluation, read.sample),
    details: {
      ...evaluation.details,
      ...(evaluation.isCut ? { isCut: true } : {}),
      ...(goesOn(target) ? { goesOn: true } : {}),
      ...details,
      escalation,
      probabilities: probabilities === null ? null : { ...probabilities },
      record: JSON.parse(JSON.stringify(record)) as JsonValue,
    },
  }
}
