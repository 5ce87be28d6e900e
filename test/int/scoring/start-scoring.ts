import { fileURLToPath } from 'node:url'
import type { RuleDraft } from '@assay/contract/api/rule'
import type { ClickHouse } from '@assay/store/clickhouse/client'
import { migratePostgres } from '@assay/store/postgres/migrate'
import type { PostgresHandle } from '@assay/store/postgres/open'
import { createRule } from '@assay/store/postgres/rule/create'
import { listActiveRules } from '@assay/store/postgres/rule/list-active'
import { readBacklog } from '@assay/store/postgres/scoring/read-backlog'
import { takeDueWork } from '@assay/store/postgres/scoring/take-due-work'
import { silentLogger } from '@assay/telemetry/log'
import { createRegistry } from '@assay/telemetry/metrics/registry'
import { createJudgePlans } from '@assay/worker/score/judge/judge-plans'
import { createTurns } from '@assay/worker/score/in-turns'
import { noteSegment } from '@assay/worker/score/note-segment'
import { createPaceCache } from '@assay/worker/score/pace/pace-cache'
import { createRuleCache } from '@assay/worker/score/rule-cache'
import { createScoringMetrics } from '@assay/worker/score/scoring-metrics'
import { scoreWork, type ScoreDeps } from '@assay/worker/score/score-work'
import { createScorePool, type ScorePool } from '@assay/worker/score/thread/score-pool'
import { z } from 'zod'
import { openMemoryPostgres } from '../../runner/laid-postgres.ts'
import { startPipeline, type Pipeline } from '../dialects/start-pipeline.ts'
import type { JsonSpan } from './spans.ts'

/** The way from a request to scores, without sockets and without a queue: who tests says when work is done. */
export interface Scoring extends Pipeline {
  pool: PostgresHandle['pool']
  threads: ScorePool
  /** What work is done with. */
  deps: ScoreDeps
  /** Ids of work that the queue was told of. */
  told: string[]
  /** Sends spans of a project; resolves when they are loaded and noted. */
  sendSpans(projectId: string, spans: readonly JsonSpan[]): Promise<void>
  /** Adds a project with rules and answers its id. */
  addProject(...rules: RuleDraft[]): Promise<string>
  addRule(projectId: string, draft: RuleDraft): Promise<void>
  /** Does some work; `change` stands in for parts that fail. */
  work(workId: string, change?: Partial<ScoreDeps>): Promise<void>
  /** Does all work that is noted. */
  workAll(): Promise<void>
  /** Scores as readers see them: the latest of each id. */
  scores(projectId: string): Promise<ReadScore[]>
}

const ReadScore = z.object({
  name: z.string(),
  target: z.string(),
  traceId: z.string(),
  spanId: z.string(),
  sessionId: z.string(),
  ruleId: z.string(),
  label: z.string(),
  rows: z.number(),
})
type ReadScore = z.infer<typeof ReadScore>

const LATER_MS = 3_600_000

let postgres: PostgresHandle | null = null
let sharedThreads: ScorePool | null = null
let projects = 0

/** One database for all tests of a file: opening one takes seconds. */
async function openMigrated(): Promise<PostgresHandle> {
  const opened = await openMemoryPostgres()
  await migratePostgres(opened.pool)
  return opened
}

/** Closes what the tests of a file share. */
export async function closeShared(): Promise<void> {
  await sharedThreads?.close()
  sharedThreads = null
  await postgres?.close()
  postgres = null
}

export async function startScoring(
  clickhouse: ClickHouse,
  options: {
    /** Threads of its own; else the tests of a file share one, which takes seconds to load its models. */
    threads?: { script: URL; stuckMs: number }
    /** Runs when a segment is noted; where it fails, the segment is loaded and noted again. */
    beforeRemoval?: () => Promise<void>
  } = {},
): Promise<Scoring> {
  postgres ??= await openMigrated()
  const { pool } = postgres
  await pool.query(
    'TRUNCATE scoring_noted, scoring_work, scoring_open, scoring_pace, dead_letter, dead_letter_dropped, judge_work, judge_pause',
  )
  let clockMs = 0
  // Each look at the rules is a fresh one.
  const rules = createRuleCache({ list: () => listActiveRules(pool), now: () => (clockMs += 10_000) })
  const pace = createPaceCache({ read: () => readBacklog(pool), now: () => (clockMs += 10_000) })
  const told: string[] = []
  const ruleIds = new Map<string, number>()
  const enqueue = async (ids: readonly string[]) => void told.push(...ids)
  const noted = { last: null }
  const pipeline = await startPipeline(clickhouse, clickhouse, async (segment, derived) => {
    await noteSegment({ pool, rules, pace, enqueue, now: () => new Date(), noted }, segment, derived)
    await options.beforeRemoval?.()
  })
  const ownThreads = options.threads && createScorePool({ threads: 1, ...options.threads })
  const threads = ownThreads ?? (sharedThreads ??= createScorePool({ threads: 1, stuckMs: 10_000 }))
  let version = 1_000_000_000_000n
  const deps: ScoreDeps = {
    clickhouse,
    pool,
    rules,
    pace,
    isBehind: () => false,
    turns: createTurns({ isBusy: () => false, nowMs: () => performance.now() }),
    threads,
    busy: new Set(),
    append: (frames) => pipeline.append(frames),
    nextVersion: () => (version += 2n),
    metrics: createScoringMetrics(createRegistry()),
    plans: createJudgePlans(Date.now),
    now: () => new Date(),
    log: silentLogger,
  }
  const work: Scoring['work'] = (workId, change) =>
    scoreWork({ ...deps, ...change }, workId, new AbortController().signal)
  return {
    ...pipeline,
    pool,
    threads,
    deps,
    told,
    work,
    async sendSpans(projectId, spans) {
      const body = { resourceSpans: [{ scopeSpans: [{ spans }] }] }
      const refused = await pipeline.send(projectId, '/v1/traces', Buffer.from(JSON.stringify(body)))
      if (refused > 0) throw new Error(`${refused} spans were refused`)
    },
    async addProject(...drafts) {
      const id = `p${++projects}`
      const now = new Date()
      await pool.query(
        `INSERT INTO project (id, organisation_id, name, created_at) VALUES ($1, 'default', $1, $2)`,
        [id, now],
      )
      let ids = 0
      const change = { actor: { type: 'system', id: null }, now, newId: () => `${id}-${ids++}` } as const
      for (const draft of drafts) await createRule(pool, change, { projectId: id, draft })
      return id
    },
    async addRule(projectId, draft) {
      const newId = () => {
        const known = ruleIds.get(projectId) ?? 0
        ruleIds.set(projectId, known + 1)
        return `${projectId}-r${known}`
      }
      const change = { actor: { type: 'system', id: null }, now: new Date(), newId } as const
      await createRule(pool, change, { projectId, draft })
    },
    async workAll() {
      const now = new Date(Date.now() + LATER_MS)
      for (const id of await takeDueWork(pool, { now, limit: 1000 })) await work(id)
    },
    scores: (projectId) =>
      clickhouse.query({
        name: 'scores-of-a-test',
        sql: `SELECT name, any(target) AS target, lower(hex(any(trace_id))) AS traceId, lower(hex(any(span_id))) AS spanId,
          any(session_id) AS sessionId, argMax(rule_id, version) AS ruleId, argMax(label, version) AS label, count() AS rows
          FROM scores WHERE project_id = {projectId:String} GROUP BY project_id, name, score_id, time ORDER BY name, traceId, spanId`,
        params: { projectId },
        rows: ReadScore,
      }),
    async close() {
      await ownThreads?.close()
      await pipeline.close()
    },
  }
}

/** The thread that hangs or dies on chosen spans. */
export const HANGING_THREAD = new URL(
  `file://${fileURLToPath(new URL('./hanging-thread.ts', import.meta.url))}`,
)
