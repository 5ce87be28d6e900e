import type {
  CustomEvaluatorTry,
  CustomEvaluatorTryInput,
  TriedVerdict,
} from '@assay/contract/api/custom-evaluator'
import type { NotApplicable } from '@assay/score/evaluation'
import { customEvaluation } from '@assay/score/judge/custom-evaluator'
import type { JudgeIo } from '@assay/score/judge/io'
import { judgeSample } from '@assay/score/judge/judge-sample'
import type { Judged } from '@assay/score/judge/judged'
import type { Sample, Passage } from '@assay/score/sample'
import { nsToInstant } from '@assay/store/clickhouse/queries/instant'
import { lastRuleTargets, type RuleTargetRow } from '@assay/store/clickhouse/queries/last-rule-targets'
import type { Scope } from '@assay/store/clickhouse/queries/scope'
import type { OpenJudge } from '@assay/store/postgres/judge/open-judge'
import { guardJudge } from '../judges/guard-judge.ts'
import { readSamples } from '../rules/read-samples.ts'
import { OWN_SERVICE } from '../rules/try-rule.ts'

/** A person waits for all of them. */
const TIMEOUT_MS = 90_000
const DAY_NS = 86_400_000_000_000n
const DAYS = 7n
const PREVIEW = 300

/**
 * Asks a judge what an evaluator asks about the last samples that match, as it would be asked in production. Stores nothing; what a provider
 * does is told with the sample, and rejects nothing.
 */
export async function tryEvaluator(
  scope: Scope,
  { evaluator, target, filter, samples: limit }: CustomEvaluatorTryInput,
  given: { judge: OpenJudge; io: JudgeIo; nowMs: number; signal: AbortSignal },
): Promise<CustomEvaluatorTry> {
  const { judge: settings, apiKey } = given.judge
  const { question } = customEvaluation({ ...evaluator, version: 1 })
  const hiNs = BigInt(given.nowMs + 1) * 1_000_000n
  const range = { target, filter, ownService: OWN_SERVICE, loNs: hiNs - DAYS * DAY_NS, hiNs }
  const rows = await lastRuleTargets(scope, { ...range, limit })
  const model = guardJudge(settings, apiKey, given.io, { timeoutMs: TIMEOUT_MS })
  const { maxTokens, samples } = settings
  const judge = { model, random: given.io.random, maxTokens, samples }
  const asked: Promise<{ verdict: TriedVerdict; record: Judged['record'] | null }>[] = []
  for await (const { row, sample } of readSamples(scope, target, rows))
    if (sample !== null)
      asked.push(
        judgeSample(question, sample, judge, given.signal).then((said) => ({
          verdict: { ...aboutOf(target, row, sample), ...verdictOf(said, sample) },
          record: said.kind === 'judged' ? said.record : null,
        })),
      )
  const said = await Promise.all(asked)
  const records = said.flatMap(({ record }) => record ?? [])
  return {
    samples: said.map(({ verdict }) => verdict),
    calls: records.reduce((sum, { attempts }) => sum + attempts, 0),
    costUsd: settings.price && records.reduce((sum, { cost }) => sum + (cost ?? 0), 0),
    modelAnswered: records.flatMap(({ modelsAnswered }) => modelsAnswered)[0] ?? null,
  }
}

function aboutOf(target: CustomEvaluatorTryInput['target'], row: RuleTargetRow, sample: Sample) {
  return {
    traceId: target === 'session' ? '' : (row.traceIds[0] ?? ''),
    spanId: row.spanId,
    sessionId: row.sessionId,
    time: nsToInstant(row.startNs),
    question: preview(sample.question),
    answer: preview(sample.answer),
  }
}

function verdictOf(said: Judged | NotApplicable, sample: Sample) {
  const none = { value: null, label: null, quotes: [] }
  if (said.kind === 'not_applicable') return { ...none, kind: said.kind, explanation: said.explanation }
  const { evaluation } = said
  if (evaluation.kind === 'failed')
    return { ...none, kind: evaluation.kind, explanation: `${evaluation.reason}: ${evaluation.explanation}` }
  const { value, label, explanation, findings } = evaluation
  const quotes = findings.map(({ place }) => textOf(sample, place).slice(place.start, place.end))
  return { kind: evaluation.kind, value, label, explanation, quotes }
}

type Texts = Pick<Sample, 'question' | 'answer' | 'reference'> & { context: readonly Passage[] | null }

const textOf = (sample: Texts, place: { field: keyof Texts; passage: number }): string =>
  (place.field === 'context' ? sample.context?.[place.passage]?.text : sample[place.field]) ?? ''

const preview = (text: string | null) => (text === null ? null : text.slice(0, PREVIEW).toWellFormed())
