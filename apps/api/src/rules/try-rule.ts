import type { CustomDefinition } from '@assay/contract/api/custom-evaluator'
import type { Judge } from '@assay/contract/api/judge'
import type { RuleDraft } from '@assay/contract/api/rule'
import type { RuleTry, TriedSample } from '@assay/contract/api/rule-try'
import { countRuleTargets } from '@assay/store/clickhouse/queries/count-rule-targets'
import { nsToInstant } from '@assay/store/clickhouse/queries/instant'
import { lastRuleTargets, type RuleTargetRow } from '@assay/store/clickhouse/queries/last-rule-targets'
import type { Scope } from '@assay/store/clickhouse/queries/scope'
import { expectedBill, type TriedOne } from './expected-bill.ts'
import { readSamples } from './read-samples.ts'
import { scoreSample, sumUp, toResult } from './score-samples.ts'

const MOST_SAMPLES = 50
const DAY_NS = 86_400_000_000_000n
const DAYS = 7n
const PREVIEW = 300
/** The service name of Assay's own telemetry, which is never scored. */
export const OWN_SERVICE = 'assay'

/**
 * Tries a rule on the last samples that it matches, in the last 7 days: what the free tier says of them, and what a day would cost.
 * Stores nothing and asks no judge.
 *
 * @param input.judge The one that the rule names, null for none.
 * @param input.own What people of the project wrote.
 * @param input.clock Milliseconds that only go forward.
 */
export async function tryRule(
  scope: Scope,
  rule: RuleDraft,
  input: { judge: Judge | null; own: readonly CustomDefinition[]; nowMs: number; clock: () => number },
): Promise<RuleTry> {
  const { judge, own, nowMs, clock } = input
  const { target, filter, evaluators } = rule
  const hiNs = BigInt(nowMs + 1) * 1_000_000n
  const range = { target, filter, ownService: OWN_SERVICE, loNs: hiNs - DAYS * DAY_NS, hiNs }
  const [{ total, firstNs }, rows] = await Promise.all([
    countRuleTargets(scope, range),
    lastRuleTargets(scope, { ...range, limit: MOST_SAMPLES }),
  ])
  const samples: TriedSample[] = []
  const all: TriedOne[] = []
  for await (const { row, sample } of readSamples(scope, target, rows)) {
    if (sample === null) continue
    const tried = scoreSample(sample, evaluators, { own, clock })
    all.push({ sample, tried })
    samples.push({
      ...idsOf(rule, row),
      time: nsToInstant(row.startNs),
      question: preview(sample.question),
      answer: preview(sample.answer),
      results: evaluators.map((evaluator, i) => toResult(evaluator, tried[i]!)),
    })
  }
  const days = firstNs === null ? 0 : Math.max(1, Number(hiNs - firstNs) / Number(DAY_NS))
  const perDay = days === 0 ? 0 : total / days
  const scoredPerDay = perDay * rule.sampling.rate
  return {
    matches: { days, total, perDay, scoredPerDay },
    samples,
    evaluators: evaluators.map((evaluator, i) =>
      sumUp(
        evaluator,
        all.map(({ tried }) => tried[i]!),
        own,
      ),
    ),
    bill: judge === null ? null : expectedBill(rule, judge, all, { scoredPerDay, own }),
  }
}

function idsOf({ target }: RuleDraft, row: RuleTargetRow) {
  const traceId = target === 'session' ? '' : (row.traceIds[0] ?? '')
  return { target, traceId, spanId: row.spanId, sessionId: row.sessionId }
}

const preview = (text: string | null) => (text === null ? null : text.slice(0, PREVIEW).toWellFormed())
