import { firstVersionAt } from '@assay/contract/arrival'
import { JudgeInput } from '@assay/contract/api/judge'
import { RuleDraft } from '@assay/contract/api/rule'
import { cancelBackfill } from '@assay/store/postgres/backfill/cancel'
import { createBackfill, type NewBackfill } from '@assay/store/postgres/backfill/create'
import { findBackfill } from '@assay/store/postgres/backfill/find'
import { pauseBackfill } from '@assay/store/postgres/backfill/pause'
import { resumeBackfill } from '@assay/store/postgres/backfill/resume'
import { takeDueBackfills } from '@assay/store/postgres/backfill/take-due'
import { createJudge } from '@assay/store/postgres/judge/create'
import { openJudge } from '@assay/store/postgres/judge/open-judge'
import type { SecretBox } from '@assay/store/postgres/judge/secret-box'
import { listRules } from '@assay/store/postgres/rule/list'
import { createRegistry } from '@assay/telemetry/metrics/registry'
import type { Backfill, BackfillBudget } from '@assay/contract/api/backfill'
import type { BackfillDeps } from '@assay/worker/backfill/backfill-deps'
import { runBackfill } from '@assay/worker/backfill/run-backfill'
import { createJudgeMeter } from '@assay/worker/score/judge/judge-meter'
import { createJudgeMetrics } from '@assay/worker/score/judge/judge-metrics'
import { createJudgeModels } from '@assay/worker/score/judge/judge-models'
import { createRuleBudgets } from '@assay/worker/score/judge/rule-budget'
import { startJudging, type Judging } from '@assay/worker/score/judge/start-judging'
import { JUDGE_IO } from '../../../apps/assay/src/judge-io.ts'
import type { Scoring } from '../scoring/start-scoring.ts'

const DAY_NS = 86_400_000_000_000n
/** The day of the test's spans. */
const FROM_NS = BigInt(Date.UTC(2026, 2, 1)) * 1_000_000n

/** No lease outlives a turn, so that nobody has to wait for those of the dead. */
const TIMES = { leaseMs: 1, judgeMs: 0 }
let ids = 0
const newId = () => `b${process.pid}x${ids++}`
const change = () => ({ actor: { type: 'system', id: null }, now: new Date(), newId }) as const

/** Backfills without a queue: who tests says when a turn is worked. */
export interface Backfilling {
  add(projectId: string, input?: Partial<NewBackfill>): Promise<Backfill>
  find(backfill: Backfill): Promise<Backfill>
  pause(backfill: Backfill): Promise<Backfill>
  resume(backfill: Backfill, budget?: BackfillBudget): Promise<Backfill>
  cancel(backfill: Backfill): Promise<Backfill>
  /** Works one turn of each that is due; `part` stands in for what fails. */
  turn(part?: Partial<BackfillDeps>): Promise<void>
  /** Works turns until it is neither queued nor running. */
  runToEnd(backfill: Backfill): Promise<Backfill>
}

export function startBackfilling(scoring: Scoring): Backfilling {
  const { pool, deps } = scoring
  let versions = 0n
  const of = ({ id }: Backfill, projectId: string) => ({ projectId, backfillId: id })
  const projects = new Map<string, string>()
  const at = (backfill: Backfill) => of(backfill, projects.get(backfill.id) ?? '')
  const own: Backfilling = {
    async add(projectId, input = {}) {
      const [rule] = await listRules(pool, projectId)
      if (rule === undefined) throw new Error('the project has no rule')
      const made = await createBackfill(pool, change(), {
        projectId,
        ruleId: rule.id,
        ruleVersion: rule.version,
        evaluators: rule.evaluators.map(({ name }) => name),
        skipsScored: true,
        fromNs: FROM_NS,
        toNs: FROM_NS + DAY_NS,
        expected: 100,
        judgeShare: 0,
        budget: { calls: 0, usd: null },
        ...input,
      })
      projects.set(made.id, projectId)
      return made
    },
    find: (backfill) => findBackfill(pool, at(backfill)),
    pause: (backfill) => pauseBackfill(pool, change(), at(backfill)),
    resume: (backfill, budget) => resumeBackfill(pool, change(), { ...at(backfill), budget: budget ?? null }),
    cancel: (backfill) => cancelBackfill(pool, change(), at(backfill)),
    async turn(part = {}) {
      const now = new Date()
      const turns = await takeDueBackfills(pool, { now, until: new Date(now.getTime() + 1) })
      for (const one of turns)
        await runBackfill(
          {
            ...deps,
            nextVersion: () => firstVersionAt(Date.now()) + 2n * versions++,
            isReceiving: () => false,
            count: () => undefined,
            now: () => new Date(),
            times: TIMES,
            ...part,
          },
          one,
          new AbortController().signal,
        )
    },
    async runToEnd(backfill) {
      for (;;) {
        await own.turn()
        const found = await own.find(backfill)
        if (found.state !== 'queued' && found.state !== 'running') return found
      }
    },
  }
  return own
}

/** Gives a project a judge and a rule that is off and asks it about everything. */
export async function addJudgedRule(
  scoring: Scoring,
  box: SecretBox,
  { projectId, baseUrl }: { projectId: string; baseUrl: string },
): Promise<void> {
  const judge = { name: 'Judge', provider: 'openai', baseUrl, model: 'judge-1', apiKey: 'sk-test-key' }
  const { id } = await createJudge(scoring.pool, change(), box, {
    projectId,
    judge: JudgeInput.parse({ ...judge, samples: 1, callTimeoutMs: 60_000, concurrency: 5 }),
  })
  await scoring.addRule(
    projectId,
    RuleDraft.parse({
      name: 'Asks',
      isOn: false,
      target: 'span',
      evaluators: [{ name: 'refusal' }],
      sampling: { rate: 1, uniformShare: 1 },
      judgeId: id,
      budget: { callsPerDay: 0, usdPerDay: null },
    }),
  )
}

/** Asks judges what waits for them, all but at once. */
export function startTestJudging({ deps, pool, keep }: Scoring, box: SecretBox): Judging {
  const budgets = createRuleBudgets(pool, deps.now)
  const meter = createJudgeMeter(deps.now)
  const models = createJudgeModels({
    open: (input) => openJudge(pool, box, input),
    io: JUDGE_IO,
    budget: budgets.budget,
    meter,
    mostCallsAtOnce: 50,
  })
  const metrics = createJudgeMetrics(createRegistry())
  return startJudging(
    { ...deps, append: keep, budgets, models, meter, metrics, random: Math.random },
    { lookMs: 50 },
  )
}
