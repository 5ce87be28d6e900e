import { earlierInclusion } from '@assay/store/clickhouse/queries/earlier-inclusion'
import type { ScoringTarget } from '@assay/contract/scoring-target'
import { findEvaluator } from '@assay/score/find-evaluator'
import { EVALUATORS } from '@assay/score/registry'
import type { Frame } from '@assay/spool/spool'
import type { ClickHouse } from '@assay/store/clickhouse/client'
import type { PostgresHandle } from '@assay/store/postgres/open'
import type { ActiveRule } from '@assay/store/postgres/rule/list-active'
import type { JudgeQuestion } from '@assay/store/postgres/scoring/add-judge-work'
import type { RuleCount } from '@assay/store/postgres/scoring/add-rule-counts'
import type { Burial } from '@assay/store/postgres/scoring/bury-targets'
import { failWork } from '@assay/store/postgres/scoring/fail-work'
import { findWork, type WaitingWork } from '@assay/store/postgres/scoring/find-work'
import { finishWork } from '@assay/store/postgres/scoring/finish-work'
import { joinWork } from '@assay/store/postgres/scoring/join-work'
import { thinWork } from '@assay/store/postgres/scoring/thin-work'
import type { Logger } from '@assay/telemetry/log'
import { isAway } from '../is-away.ts'
import type { JudgePlans } from './judge/judge-plans.ts'
import { inTurns, type Turns } from './in-turns.ts'
import { loadTargets, type LoadedTargets } from './load-task.ts'
import { drawnBy, rulesAtShare, rulesThatDraw } from './due-rules.ts'
import type { PaceCache } from './pace/pace-cache.ts'
import type { RuleCache } from './rule-cache.ts'
import type { ScoringMetrics } from './scoring-metrics.ts'
import type { ScorePool } from './thread/score-pool.ts'
import { waitForRoom } from './wait-for-room.ts'

export interface ScoreDeps {
  clickhouse: ClickHouse
  pool: PostgresHandle['pool']
  rules: RuleCache
  pace: PaceCache
  /** Whether what senders sent waits to be stored. */
  isBehind: () => boolean
  /** Reads go one after the other: people and the loader ask the same engine. */
  turns: Turns
  threads: ScorePool
  /** Work that is being scored by this process. */
  busy: Set<string>
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

/** Targets that are read with one question; smaller work takes in what waits behind it. */
const ENOUGH = 500
/** Failures of work as a whole, after which its targets are tried one by one to find the one that is to blame. */
const MOST_ATTEMPTS = 5

/**
 * Scores some noted work: reads, evaluates, writes the scores to the spool, and only then ends the work. Run again from any point, it
 * writes the same scores under the same ids. Work that is done already is passed over.
 */
export async function scoreWork(deps: ScoreDeps, workId: string, signal: AbortSignal): Promise<void> {
  if (deps.busy.has(workId)) return
  deps.busy.add(workId)
  try {
    await scoreNoted(deps, workId, signal)
  } finally {
    deps.busy.delete(workId)
  }
}

async function scoreNoted(deps: ScoreDeps, workId: string, signal: AbortSignal): Promise<void> {
  const work = await findWork(deps.pool, workId)
  if (work === null) return
  const { projectId } = work
  const all = (await deps.rules.byProject()).get(projectId) ?? []
  try {
    const share = await shareOf(deps, work)
    const rules = rulesAtShare(all, share)
    const due = await withOthers(deps, { ...work, share }, rules)
    if (due === null) return
    const kept =
      work.attempts < MOST_ATTEMPTS
        ? await scoreTargets(deps, due, due.targets, rules, signal)
        : await scoreOneByOne(deps, due, rules, signal)
    await finishWork(deps.pool, { id: workId, projectId, ...kept, now: deps.now() })
    deps.metrics.finished(projectId, { targets: due.targets.length, dead: kept.dead.length, share })
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

/** What of the work the rules draw, and of work that waits behind it where that is little; null where it is done. */
async function withOthers(
  { pool, busy }: ScoreDeps,
  work: WaitingWork,
  rules: readonly ActiveRule[],
): Promise<WaitingWork | null> {
  const { id, projectId, share } = work
  const draw = (targets: readonly ScoringTarget[]) =>
    share === 1
      ? targets
      : targets.filter((one) => rulesThatDraw(rules, one.target, projectId, drawnBy(one)).length > 0)
  const targets = draw(work.targets)
  const isWhole = !work.isLive || work.attempts > 0 || targets.length > ENOUGH / 2
  if (isWhole) return { ...work, targets }
  return joinWork(pool, { id, projectId, share, most: ENOUGH - targets.length, busy: [...busy], draw })
}

/** The share that work is scored at: where the scorer fell behind since it was noted, the one of now, for every run of it. */
async function shareOf(
  { pace, pool }: ScoreDeps,
  { id, projectId, share, isLive }: WaitingWork,
): Promise<number> {
  const now = isLive ? (await pace.now()).shareOf(projectId) : share
  return now < share ? thinWork(pool, { id, share: now }) : share
}

/** What is left to keep when the scores are on disk. */
interface Kept {
  dead: Burial[]
  questions: JudgeQuestion[]
  counts: RuleCount[]
}

async function scoreTargets(
  deps: ScoreDeps,
  work: WaitingWork,
  targets: readonly ScoringTarget[],
  rules: readonly ActiveRule[],
  signal: AbortSignal,
): Promise<Kept> {
  const kept: Kept = { dead: [], questions: [], counts: [] }
  if (rules.length === 0) return kept
  const { projectId } = work
  const { plans } = deps
  const scope = { ch: deps.clickhouse, projectId, signal, sources: needContext(rules) }
  await waitForRoom(deps.isBehind, signal)
  for await (const loaded of inTurns(loadTargets(scope, targets), deps.turns)) {
    await waitForRoom(deps.isBehind, signal)
    const judging = rules.filter(({ judgeId }) => judgeId !== null)
    const result = await deps.threads.run({
      ...loaded,
      projectId,
      rules,
      plans: new Map(judging.map((rule) => [rule.id, plans.planOf(rule)])),
      ...(work.share < 1 && { earlier: await earlierInclusion(scope, aboutOf(loaded)) }),
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
    kept.counts.push(...result.counts)
  }
  return kept
}

/** Whether an evaluator of spans needs what the rest of the trace found. */
const needContext = (rules: readonly ActiveRule[]) =>
  rules.some(
    ({ target, evaluators, own }) =>
      target === 'span' &&
      evaluators.some(
        ({ name }) =>
          // Injections are looked for in a question too, so that one does without.
          name === EVALUATORS.injection.name || findEvaluator(name, own)?.needs.includes('context') === true,
      ),
  )

function aboutOf({ targets, traceStartNs, sessions }: LoadedTargets) {
  const starts = [...traceStartNs.values(), ...[...sessions.values()].map(({ startNs }) => startNs)]
  return { targets, loNs: starts.reduce((least, ns) => (ns < least ? ns : least)) }
}

async function scoreOneByOne(
  deps: ScoreDeps,
  work: WaitingWork,
  rules: readonly ActiveRule[],
  signal: AbortSignal,
): Promise<Kept> {
  const kept: Kept = { dead: [], questions: [], counts: [] }
  for (const target of work.targets) {
    try {
      const one = await scoreTargets(deps, work, [target], rules, signal)
      kept.dead.push(...one.dead)
      kept.questions.push(...one.questions)
      kept.counts.push(...one.counts)
    } catch (error) {
      if (signal.aborted || isAway(error)) throw error
      kept.dead.push({ stage: 'read', target, evaluator: '', error: String(error), attempts: work.attempts })
    }
  }
  return kept
}
