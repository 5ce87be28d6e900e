import type { Rule } from '@assay/contract/api/rule'
import type { RuleState } from '@assay/contract/api/rule-state'
import { countRuleTargets } from '@assay/store/clickhouse/queries/count-rule-targets'
import type { Scope } from '@assay/store/clickhouse/queries/scope'
import { listJudges } from '@assay/store/postgres/judge/list'
import type { PostgresHandle } from '@assay/store/postgres/open'
import { listPauses } from '@assay/store/postgres/scoring/list-pauses'
import { projectBacklog } from '@assay/store/postgres/scoring/project-backlog'
import { readRuleFacts } from '@assay/store/postgres/scoring/read-rule-facts'
import type { Logger } from '@assay/telemetry/log'
import { OWN_SERVICE } from '../try-rule.ts'
import { describeRule } from './describe-rule.ts'

const DAY_NS = 86_400_000_000_000n
/** Filters whose targets are counted for one answer; each is a look at a day of spans. */
const MOST_COUNTED = 20

/** The states of some rules of a project, in their order. What cannot be counted now is null and stops nothing else. */
export async function ruleStates(
  deps: { pool: PostgresHandle['pool']; logger: Logger; scope: Scope; now: Date },
  rules: readonly Rule[],
): Promise<RuleState[]> {
  const { pool, scope, now } = deps
  const { projectId } = scope
  const counting = countTargets(deps, rules)
  const judges = await listJudges(pool, projectId)
  const factsOf = await readRuleFacts(pool, { projectId, now })
  const pauses = await listPauses(pool, projectId)
  const delay = await projectBacklog(pool, projectId)
  const countOf = await counting
  return rules.map((rule) =>
    describeRule({
      rule,
      judge: judges.find(({ id }) => id === rule.judgeId) ?? null,
      facts: factsOf(rule.id),
      pauses: pauses.filter(
        ({ judgeId, ruleId }) => judgeId === rule.judgeId && (ruleId === null || ruleId === rule.id),
      ),
      delay,
      seen: countOf({ target: rule.target, filter: {} }),
      matched: countOf(rule),
      nowMs: now.getTime(),
    }),
  )
}

type Counted = Pick<Rule, 'target' | 'filter'>

/** How many targets of the last 24 hours there are, and how many each rule matches; the same question is asked once. */
async function countTargets(
  { scope, logger, now }: { scope: Scope; logger: Logger; now: Date },
  rules: readonly Rule[],
): Promise<(one: Counted) => number | null> {
  const hiNs = BigInt(now.getTime() + 1) * 1_000_000n
  const keyOf = ({ target, filter }: Counted) => JSON.stringify([target, filter])
  const asked = new Map<string, Counted>()
  for (const { target, filter, isOn } of rules)
    if (isOn)
      for (const one of [
        { target, filter: {} },
        { target, filter },
      ])
        asked.set(keyOf(one), one)
  const counts = new Map<string, number>()
  for (const [key, { target, filter }] of [...asked].slice(0, MOST_COUNTED))
    try {
      const range = { target, filter, ownService: OWN_SERVICE, loNs: hiNs - DAY_NS, hiNs }
      counts.set(key, (await countRuleTargets(scope, range)).total)
    } catch (error) {
      if (scope.signal?.aborted) throw error
      logger.warn('the targets of a rule could not be counted', { error: String(error) })
    }
  return (one) => counts.get(keyOf(one)) ?? null
}
