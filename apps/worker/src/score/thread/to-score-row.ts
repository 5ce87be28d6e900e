import { hash } from 'node:crypto'
import type { RuleEvaluator } from '@assay/contract/api/rule'
import type { ScoreFinding, ScorePlace, ScoreRow } from '@assay/contract/score-row'
import type { ScoringTarget } from '@assay/contract/scoring-target'
import { scoreIdOf } from '@assay/normalise/rows/score-id'
import type { SampleParts } from '@assay/normalise/sample/sample-parts'
import type { Scored, TextPlace } from '@assay/score/evaluation'
import type { ActiveRule } from '@assay/store/postgres/rule/list-active'
import type { ReadTarget } from './read-target.ts'

export interface MadeScore {
  projectId: string
  target: ScoringTarget
  read: ReadTarget
  rule: ActiveRule
  evaluator: RuleEvaluator
  version: string
  evaluation: Scored
  durationMs: number
}

const MOST_QUOTE = 300

/** One evaluation of a target as a row; the same target, evaluator, version and parameters always have the same id and time. */
export function toScoreRow(made: MadeScore): ScoreRow {
  const { projectId, target, read, rule, evaluator, version, evaluation } = made
  const ids = idsOf(target, read.sessionId)
  return {
    projectId,
    scoreId: scoreIdOf({
      projectId,
      ...ids,
      // A span keeps its score when it turns out to belong to a session.
      sessionId: target.target === 'session' ? ids.sessionId : '',
      name: evaluator.name,
      by: ['metric', version, parametersHash(evaluator)],
    }),
    ...ids,
    responseId: '',
    name: evaluator.name,
    timeUnixNano: read.startNs,
    evaluator: evaluator.name,
    evaluatorVersion: version,
    value: evaluation.value,
    label: evaluation.label,
    explanation: evaluation.explanation,
    source: 'metric',
    inclusionProbability: rule.sampling.rate,
    errorType: '',
    rule: { id: rule.id, version: rule.version },
    sampling: rule.sampling.rate === 1 ? 'all' : 'uniform',
    confidence: evaluation.confidence,
    findings: quoteFindings(evaluation, read.sample),
    details: evaluation.isCut ? { ...evaluation.details, isCut: true } : evaluation.details,
    judgeModel: '',
    costUsd: 0,
    durationMs: made.durationMs,
    slices: read.slices,
  }
}

/** The same for parameters that say the same in another order. */
export function parametersHash({ parameters }: RuleEvaluator): string {
  const keys = Object.keys(parameters)
  return keys.length === 0
    ? ''
    : hash('sha256', JSON.stringify(keys.sort().map((key) => [key, parameters[key]])), 'hex').slice(0, 16)
}

/** The columns of a score that name its target. @param sessionId Session that it belongs to, '' for none. */
export function idsOf(target: ScoringTarget, sessionId: string) {
  return {
    target: target.target,
    traceId: target.target === 'session' ? '' : target.traceId,
    spanId: target.target === 'span' ? target.spanId : '',
    sessionId: target.target === 'session' ? target.sessionId : sessionId,
  }
}

/** Findings with the words that stand at their places. */
export const quoteFindings = ({ findings }: Scored, sample: SampleParts): ScoreFinding[] =>
  findings.map((finding) => ({
    ...finding,
    place: quoted(finding.place, sample),
    evidence: finding.evidence.map((place) => quoted(place, sample)),
  }))

function quoted(place: TextPlace, sample: SampleParts): ScorePlace {
  const text =
    place.field === 'context' ? (sample.context?.[place.passage]?.text ?? '') : (sample[place.field] ?? '')
  return { ...place, quote: text.slice(place.start, Math.min(place.end, place.start + MOST_QUOTE)) }
}
