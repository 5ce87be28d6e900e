import { AssayError } from '@assay/contract/error'
import type { ScoringTarget } from '@assay/contract/scoring-target'
import type { Frame } from '@assay/spool/spool'
import type { ClickHouse } from '@assay/store/clickhouse/client'
import type { PostgresHandle } from '@assay/store/postgres/open'
import type { ActiveRule } from '@assay/store/postgres/rule/list-active'
import type { JudgeQuestion } from '@assay/store/postgres/scoring/add-judge-work'
import type { Burial } from '@assay/store/postgres/scoring/bury-targets'
import { failWork } from '@assay/store/postgres/scoring/fail-work'
import { findWork, type WaitingWork } from '@assay/store/postgres/scoring/find-work'
import { finishWork } from '@assay/store/postgres/scoring/finish-work'
import type { Logger } from '@assay/telemetry/log'
import type { JudgePlans } from './judge/judge-plans.ts'
import { loadTargets } from './load-task.ts'
import type { RuleCache } from './rule-cache.ts'
import type { ScoringMetrics } from './scoring-metrics.ts'
import type { ScorePool } from './thread/score-pool.ts'

export interface ScoreDeps {
  clickhouse: ClickHouse
  pool: PostgresHandle['pool']
  rules: RuleCache
  threads: ScorePool
  /** Resolves when the rows are on disk for good. */
  append: (frames: readonly Frame[]) => Promise<void>
  /** Arrival numbers, rising. */
  nextVersion: () => bigint
  metrics: ScoringMetrics
  /** Chooses what goes to judges. */
  plans: JudgePlans
  now: () => Date
  log: Logger
}

/** Failures of work as a whole, after which its targets are tried one by one to find the one that is to blame. */
const MOST_ATTEMPTS = 5

/**
 * Scores some noted work: reads, evaluates, writes the scores to the spool, and only then ends the work. Run again from any point, it
 * writes the same scores under the same ids. Work that is done already is passed over.
 */
export async function scoreWork(deps: ScoreDeps, workId: string, signal: AbortSignal): Promise<void> {
  const work = await findWork(deps.pool, workId)
  if (work === null) return
  const { projectId } = work
  const rules = (await deps.rules.byProject()).get(projectId) ?? []
  try {
    const { dead, questions } =
      work.attempts < MOST_ATTEMPTS
        ? await scoreTargets(deps, work, work.targets, rules, signal)
        : await scoreOneByOne(deps, work, rules, signal)
    await finishWork(deps.pool, { id: workId, projectId, dead, questions, now: deps.now() })
    deps.metrics.finished(projectId, work.targets.length, dead.length)
  } catch (error) {
    if (signal.aborted) return
    const counts = !isAway(error)
    deps.log.warn('scoring failed and is tried again', {
      workId,
      attempts: work.attempts,
      error: String(error),
    })
    await failWork(deps.pool, {
      id: workId,
      attempts: work.attempts,
      counts,
      error: String(error),
      now: deps.now(),
    })
  }
}

/** A store that does not answer says nothing about the work. */
const isAway = (error: unknown) => error instanceof AssayError && error.code === 'unavailable'

/** What is left to keep when the scores are on disk. */
interface Kept {
  dead: Burial[]
  questions: JudgeQuestion[]
}

async function scoreTargets(
  deps: ScoreDeps,
  work: WaitingWork,
  targets: readonly ScoringTarget[],
  rules: readonly ActiveRule[],
  signal: AbortSignal,
): Promise<Kept> {
  const kept: Kept = { dead: [], questions: [] }
  if (rules.length === 0) return kept
  const { projectId } = work
  const { plans } = deps
  for await (const loaded of loadTargets({ ch: deps.clickhouse, projectId, signal }, targets)) {
    const judging = rules.filter(({ judgeId }) => judgeId !== null)
    const result = await deps.threads.run({
      ...loaded,
      projectId,
      rules,
      plans: new Map(judging.map((rule) => [rule.id, plans.planOf(rule)])),
      version: deps.nextVersion(),
    })
    const payload = Buffer.from(result.payload.buffer, result.payload.byteOffset, result.payload.byteLength)
    await deps.append([{ table: 'scores', rows: result.rows, payload }])
    deps.metrics.scored(projectId, result, deps.now().getTime() - work.arrivedAt.getTime())
    for (const rule of judging) {
      const asked = result.questions.filter(({ ruleId }) => ruleId === rule.id).length
      plans.seen(rule, result.seen.get(rule.id) ?? {}, asked)
    }
    kept.dead.push(...result.dead)
    kept.questions.push(...result.questions)
  }
  return kept
}

async function scoreOneByOne(
  deps: ScoreDeps,
  work: WaitingWork,
  rules: readonly ActiveRule[],
  signal: AbortSignal,
): Promise<Kept> {
  const kept: Kept = { dead: [], questions: [] }
  for (const target of work.targets) {
    try {
      const { dead, questions } = await scoreTargets(deps, work, [target], rules, signal)
      kept.dead.push(...dead)
      kept.questions.push(...questions)
    } catch (error) {
      if (signal.aborted || isAway(error)) throw error
      kept.dead.push({ stage: 'read', target, evaluator: '', error: String(error), attempts: work.attempts })
    }
  }
  return kept
}
