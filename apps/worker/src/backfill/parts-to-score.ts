import { firstVersionAt } from '@assay/contract/arrival'
import type { RuleEvaluator } from '@assay/contract/api/rule'
import type { ScoringTarget } from '@assay/contract/scoring-target'
import { scoreIdOf } from '@assay/normalise/rows/score-id'
import { findEvaluator } from '@assay/score/find-evaluator'
import type { BackfillTarget } from '@assay/store/clickhouse/queries/backfill-targets'
import type { Scope } from '@assay/store/clickhouse/queries/scope'
import { standingScores, type StandingScore } from '@assay/store/clickhouse/queries/standing-scores'
import type { OpenBackfill } from '@assay/store/postgres/backfill/open-turn'
import type { ActiveRule } from '@assay/store/postgres/rule/list-active'
import { isJudged } from '../score/judge/is-judged.ts'
import { idsOf, parametersHash } from '../score/thread/to-score-row.ts'

/** Targets that the same evaluators are run on. */
export interface StepPart {
  rules: ActiveRule[]
  targets: ScoringTarget[]
}

/** A session may have begun in a trace whose first spans did not name it. */
const EARLIER_NS = 86_400_000_000_000n

/**
 * Which evaluators are still to be run on which targets? A score that stands for more, because it was drawn with a higher probability, is
 * never replaced by one that stands for less: where only a judge is to be asked, the free tier's row stays as it is.
 */
export async function partsToScore(
  scope: Scope,
  backfill: OpenBackfill,
  drawn: readonly BackfillTarget[],
): Promise<{ parts: StepPart[]; skipped: number }> {
  const { rule } = backfill
  const wanted = drawn.map((one) => {
    const target = toTarget(rule, one)
    const evaluators = rule.evaluators.map((evaluator) => ({
      evaluator,
      scoreId: idOfScore(rule, target, evaluator),
    }))
    return { target, evaluators }
  })
  const known = await standingScores(scope, {
    ids: wanted.flatMap(({ evaluators }) => evaluators.map(({ scoreId }) => scoreId)),
    traceIds: [...new Set(drawn.flatMap(({ traceId }) => (traceId === '' ? [] : [traceId])))],
    sessionIds: drawn.flatMap(({ sessionId }) => (sessionId === '' ? [] : [sessionId])),
    ...boundsOf(drawn),
  })
  const parts = new Map<string, StepPart>()
  let skipped = 0
  for (const { target, evaluators } of wanted) {
    const rules = rulesFor(
      backfill,
      evaluators.map(({ evaluator, scoreId }) => ({ evaluator, standing: known.get(scoreId) ?? null })),
    )
    if (rules.length === 0) {
      skipped++
      continue
    }
    const key = JSON.stringify(
      rules.map(({ id, version, evaluators, sampling }) => [id, version, evaluators, sampling]),
    )
    const part = parts.get(key)
    if (part === undefined) parts.set(key, { rules, targets: [target] })
    else part.targets.push(target)
  }
  return { parts: [...parts.values()], skipped }
}

/** The rule with the evaluators that are still to be run, and one for each standing score that stays as it is; none at all where nothing is. */
function rulesFor(
  { rule, skipsScored, createdAt }: OpenBackfill,
  looked: readonly { evaluator: RuleEvaluator; standing: StandingScore | null }[],
): ActiveRule[] {
  const begun = firstVersionAt(createdAt.getTime())
  const evaluators: RuleEvaluator[] = []
  const staying: ActiveRule[] = []
  for (const { evaluator, standing } of looked) {
    // What this backfill has written before it was cut short is written again, and so counted.
    const isOwn = standing !== null && standing.version >= begun && standing.ruleId === rule.id
    if (standing === null || isOwn) {
      evaluators.push(evaluator)
      continue
    }
    const scorer = findEvaluator(evaluator.name, rule.own)
    const asksJudge = rule.judgeId !== null && scorer !== null && isJudged(scorer)
    const stands = standing.inclusionProbability >= rule.sampling.rate
    if (skipsScored && stands && !asksJudge) continue
    evaluators.push(evaluator)
    if (stands) staying.push(standingRule(rule, evaluator, standing))
  }
  return evaluators.length === 0 ? [] : [{ ...rule, evaluators }, ...staying]
}

const standingRule = (rule: ActiveRule, evaluator: RuleEvaluator, standing: StandingScore): ActiveRule => ({
  ...rule,
  id: standing.ruleId,
  version: standing.ruleVersion,
  evaluators: [evaluator],
  sampling: { ...rule.sampling, rate: standing.inclusionProbability },
  judgeId: null,
})

function toTarget({ target }: ActiveRule, { traceId, spanId, sessionId }: BackfillTarget): ScoringTarget {
  if (target === 'span') return { target, traceId, spanId }
  return target === 'trace' ? { target, traceId } : { target, sessionId }
}

/** The id that the free tier's row has; '' for an evaluator that there is none of (any more). */
function idOfScore({ projectId, own }: ActiveRule, target: ScoringTarget, evaluator: RuleEvaluator): string {
  const version = findEvaluator(evaluator.name, own)?.version
  if (version === undefined) return ''
  const by = ['metric', version, parametersHash(evaluator)]
  return scoreIdOf({ projectId, ...idsOf(target, ''), name: evaluator.name, by })
}

function boundsOf(drawn: readonly BackfillTarget[]): { loNs: bigint; hiNs: bigint } {
  const starts = drawn.map(({ startNs }) => startNs)
  const least = starts.reduce((a, b) => (a < b ? a : b), starts[0] ?? 0n)
  return { loNs: least - EARLIER_NS, hiNs: starts.reduce((a, b) => (a > b ? a : b), least) }
}
