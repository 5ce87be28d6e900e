import type { BackfillBudget, BackfillEstimate, Estimated } from '@assay/contract/api/backfill'
import { weightedMean } from '@assay/stats/intervals/weighted-mean'
import { countRuleTargets } from '@assay/store/clickhouse/queries/count-rule-targets'
import { nsToInstant } from '@assay/store/clickhouse/queries/instant'
import { lastRuleTargets } from '@assay/store/clickhouse/queries/last-rule-targets'
import type { Scope } from '@assay/store/clickhouse/queries/scope'
import { costsOfJudge, judgedOf, type TriedOne } from '../rules/expected-bill.ts'
import { readSamples } from '../rules/read-samples.ts'
import { scoreSample } from '../rules/score-samples.ts'
import { OWN_SERVICE } from '../rules/try-rule.ts'
import type { ReadDraft } from './read-draft.ts'

const MOST_SAMPLES = 50

/**
 * What a backfill would go through, and what its judge would cost, from the last samples of the range. Stores nothing and asks no judge.
 *
 * @param clock Milliseconds that only go forward.
 */
export async function estimateBackfill(
  scope: Scope,
  { rule, fromNs, toNs, judge, own }: ReadDraft,
  { budget, clock }: { budget: BackfillBudget; clock: () => number },
): Promise<BackfillEstimate> {
  const { target, filter, evaluators } = rule
  const range = { target, filter, ownService: OWN_SERVICE, loNs: fromNs, hiNs: toNs - 1n }
  const { total } = await countRuleTargets(scope, range)
  const drawn = Math.round(total * rule.sampling.rate)
  const estimate = {
    from: nsToInstant(fromNs),
    to: nsToInstant(toNs),
    ruleVersion: rule.version,
    target,
    matches: total,
    drawn,
  }
  if (judge === null) return { ...estimate, judge: null }
  const tried: TriedOne[] = []
  const rows = await lastRuleTargets(scope, { ...range, limit: MOST_SAMPLES })
  for await (const { sample } of readSamples(scope, target, rows))
    if (sample !== null) tried.push({ sample, tried: scoreSample(sample, evaluators, { own, clock }) })
  const costs = costsOfJudge(rule, judge, tried, own)
  const calls = timesMean(
    costs.map(({ questions }) => questions * judge.samples),
    drawn,
  )
  const usd =
    judge.price === null
      ? null
      : timesMean(
          costs.map((one) => one.usd),
          drawn,
        )
  return {
    ...estimate,
    judge: {
      name: judge.name,
      evaluators: judgedOf(rule, own).length,
      votes: judge.samples,
      tried: tried.length,
      calls,
      usd,
      share: shareOf(budget, calls.value, usd?.value ?? 0),
    },
  }
}

/** The mean of some samples times a count, with its interval. */
function timesMean(values: readonly number[], count: number): Estimated {
  if (values.length === 0 || count === 0) return { value: 0, low: null, high: null }
  const { mean, interval } = weightedMean(
    values,
    values.map(() => 1),
  )
  const times = (value: number) => Math.max(0, value) * count
  return {
    value: times(mean),
    low: interval === null ? null : times(interval.low),
    high: interval === null ? null : times(interval.high),
  }
}

/** The share of the questions that the budget pays for, 0 to 1. */
function shareOf(budget: BackfillBudget, calls: number, usd: number): number {
  if (budget.calls === 0) return 0
  const byCalls = calls <= budget.calls ? 1 : budget.calls / calls
  const byMoney = budget.usd === null || usd <= budget.usd ? 1 : budget.usd / usd
  return Math.min(byCalls, byMoney)
}
