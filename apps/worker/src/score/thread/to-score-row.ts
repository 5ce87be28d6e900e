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
  /** As in `ScoreTask`. */
  earlier: ReadonlyMap<string, number> | undefined
}

const MOST_QUOTE = 300

/** One evaluation of a target as a row; the same target, evaluator, version and parameters always have the same id and time. */
export function toScoreRow(made: MadeScore): ScoreRow {
  const { projectId, target, read, rule, evaluator, version, evaluation } = made
  const ids = idsOf(target, read.sessionId)
  const scoreId = scoreIdOf({
    projectId,
    ...ids,
    // A span keeps its score when it turns out to belong to a session.
    sessionId: target.target === 'session' ? ids.sessionId : '',
    name: evaluator.name,
    by: ['metric', version, parametersHash(evaluator)],
  })
  const probability = Math.max(rule.sampling.rate, made.earlier?.get(scoreId) ?? 0)
  return {
    projectId,
    scoreId,
    ...ids,
    responseId: '',
    name: evaluator.name,
    timeUnixNano: read.startNs,
    evaluator: evaluator.name,
    evaluatorVersion: version,
    value: evaluation.value,
    label: evaluation.label,
    explanation: explainState(evaluation.explanation, target),
    source: 'metric',
    inclusionProbability: probability,
    errorType: '',
    rule: { id: rule.id, version: rule.version },
    sampling: probability === 1 ? 'all' : 'uniform',
    confidence: evaluation.confidence,
    findings: quoteFindings(evaluation, read.sample),
    details: {
      ...evaluation.details,
      ...(evaluation.isCut && { isCut: true }),
      ...(goesOn(target) && { goesOn: true }),
    },
    judgeModel: '',
    costUsd: 0,
    durationMs: made.durationMs,
    slices: read.slices,
  }
}

/** Whether a target was scored while spans of it were still coming. */
export const goesOn = (target: ScoringTarget): boolean => target.target !== 'span' && target.goesOn === true

/** The reason of a score; of a target that never paused it says so. */
export const explainState = (explanation: string, target: ScoringTarget): string =>
  goesOn(target)
    ? `${explanation} Scored as it stood: spans of this ${target.target} were still coming.`.trimStart()
    : explanation

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
