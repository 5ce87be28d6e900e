import { missingNeed } from '../../evaluate.ts'
import type { Finding, NotApplicable, Scored } from '../../evaluation.ts'
import type { EvaluatorDescription } from '../../evaluator.ts'
import type { Sample } from '../../sample.ts'
import type { Judge } from '../judge.ts'
import type { Judged, JudgeFailed } from '../judged.ts'
import type { Asked } from '../ask-model.ts'
import type { DataSection } from '../prompt/data-sections.ts'
import { sampleSections } from '../prompt/sample-sections.ts'
import { recordOf, type JudgeRecord } from '../record.ts'
import { AGAINST_CONTEXT, type ClaimProtocol } from './claim-protocols.ts'
import { judgeItems, type ItemVerdict } from './judge-items.ts'
import { splitClaims, type Claim } from './split-claims.ts'

export interface ClaimsQuestion {
  evaluator: Pick<EvaluatorDescription, 'needs' | 'range'>
  rubric: string
  /** AGAINST_CONTEXT unless given. */
  protocol?: ClaimProtocol
}

/** A claim and what the judge said of it; null where it left the claim out. */
export interface JudgedClaim extends Claim {
  verdict: ItemVerdict
}

export type JudgedClaims = Judged & { claims: JudgedClaim[] }

/** No score: `abstained` is true for an answer that declines, which is counted apart and never as faithful. */
export type NoClaims = NotApplicable & {
  abstained: boolean
  /** null where the judge was not asked. */
  record: JudgeRecord | null
}

/**
 * Splits the answer into claims that stand alone, checks each, and scores supported / checkable, where a claim counts by the probability
 * that it is supported: from log-probabilities, or the share of votes. What is not in the context, or not known,
 * counts as unsupported; a claim that the judge left out counts as neither and sends the sample to a person. An answer that
 * declines, or claims nothing, is `not_applicable` with `nothing_to_check`. Never rejects for what a provider does.
 */
export async function judgeClaims(
  question: ClaimsQuestion,
  sample: Sample,
  judge: Judge,
  signal: AbortSignal,
): Promise<JudgedClaims | NoClaims> {
  const { evaluator, rubric, protocol = AGAINST_CONTEXT } = question
  const missing = missingNeed(evaluator, sample)
  if (missing !== null) return { ...missing, abstained: false, record: null }
  const split = await splitClaims(sample, judge, signal)
  const failed = (failure: Failed, exchanges: typeof split.exchanges): JudgedClaims => ({
    kind: 'judged',
    evaluation: failureOf(failure),
    probabilities: null,
    escalation: 'failed',
    record: recordOf(judge.model, rubric, exchanges),
    claims: [],
  })
  if (split.kind === 'failed') return failed(split, split.exchanges)
  const { claims, kind } = split.answer
  if (claims.length === 0)
    return nothingToCheck(kind === 'abstention', recordOf(judge.model, rubric, split.exchanges))
  const data = sampleSections(sample, protocol.shows)
  const items = claims.map((claim): DataSection => ({
    name: '',
    part: 'claim',
    text: claim.text,
    source: null,
  }))
  const checked = await judgeItems(
    { ...protocol, rubric, noun: 'claim', quotesFrom: 'data', data, items },
    judge,
    signal,
  )
  const exchanges = [...split.exchanges, ...checked.exchanges]
  const judged = claims.map((claim, i) => ({ ...claim, verdict: checked.verdicts[i] ?? null }))
  const checkable = judged.filter(({ verdict }) => verdict !== null)
  if (checkable.length === 0) return failed(checked.failure ?? NO_VERDICT, exchanges)
  const isIncomplete = checkable.length < judged.length
  const isDowngraded = judged.some(({ verdict }) => verdict?.isDowngraded === true)
  const isSplit = judged.some(({ verdict }) => verdict?.isSplit === true)
  const isCut = split.answer.isCut || checked.isCut
  return {
    kind: 'judged',
    evaluation: scoreClaims(judged, data, protocol, evaluator.range, isCut),
    probabilities: null,
    escalation: isIncomplete ? 'failed' : isDowngraded ? 'quote_not_found' : isSplit ? 'split' : null,
    record: recordOf(judge.model, rubric, exchanges),
    claims: judged,
  }
}

type Failed = Pick<Extract<Asked<unknown>, { kind: 'failed' }>, 'reason' | 'explanation' | 'retryAfterMs'>

const NO_VERDICT: Failed = {
  reason: 'unparseable',
  explanation: 'The judge gave no clear verdict on any claim.',
  retryAfterMs: null,
}

const failureOf = ({ reason, explanation, retryAfterMs }: Failed): JudgeFailed => ({
  kind: 'failed',
  reason,
  explanation,
  retryAfterMs,
})

function nothingToCheck(abstained: boolean, record: JudgeRecord): NoClaims {
  const explanation = abstained
    ? 'The answer declines or says that it does not know: it is counted apart.'
    : 'The answer claims nothing that could be checked.'
  return { kind: 'not_applicable', reason: 'nothing_to_check', explanation, abstained, record }
}

function scoreClaims(
  claims: readonly JudgedClaim[],
  data: readonly DataSection[],
  protocol: ClaimProtocol,
  { low, high, bad }: EvaluatorDescription['range'],
  isCut: boolean,
): Scored {
  const verdicts = claims.flatMap(({ verdict }) => verdict ?? [])
  const labels = verdicts.map(({ verdict }) => verdict)
  const supported = labels.filter((label) => label === protocol.supported).length
  const share =
    verdicts.reduce((sum, { probabilities }) => sum + (probabilities[protocol.supported] ?? 0), 0) /
    labels.length
  const counts = Object.fromEntries(
    protocol.labels.map((label) => [label, labels.filter((one) => one === label).length]),
  )
  return {
    kind: 'scored',
    value: low + (high - low) * Math.min(1, Math.max(0, bad === 'high' ? 1 - share : share)),
    label: supported === labels.length ? 'supported' : 'unsupported',
    explanation: `${supported} of ${labels.length} claims are ${protocol.supported}.`,
    findings: claims.flatMap((claim) => findingOf(claim, data, protocol)),
    confidence: null,
    details: { ...counts, checkable: labels.length, without_verdict: claims.length - labels.length },
    isCut,
  }
}

function findingOf(
  { text, place, verdict }: JudgedClaim,
  data: readonly DataSection[],
  protocol: ClaimProtocol,
): Finding[] {
  if (verdict === null || verdict.verdict === protocol.supported) return []
  const evidence = verdict.quotes.flatMap(({ text: section, start, end }) => {
    const source = data[section]?.source ?? null
    return source === null ? [] : [{ ...source, start, end }]
  })
  const at = place ?? { start: 0, end: 0 }
  const explanation = `${text} ${verdict.reason}`.trim()
  return [
    {
      kind: verdict.verdict,
      place: { field: 'answer', passage: 0, ...at },
      evidence,
      confidence: null,
      explanation,
    },
  ]
}
