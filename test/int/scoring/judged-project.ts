import { randomBytes } from 'node:crypto'
import { JudgeInput } from '@assay/contract/api/judge'
import { RuleDraft } from '@assay/contract/api/rule'
import { createJudge } from '@assay/store/postgres/judge/create'
import { openJudge } from '@assay/store/postgres/judge/open-judge'
import { createSecretBox } from '@assay/store/postgres/judge/secret-box'
import { createRegistry } from '@assay/telemetry/metrics/registry'
import { createJudgeMeter } from '@assay/worker/score/judge/judge-meter'
import { createJudgeMetrics } from '@assay/worker/score/judge/judge-metrics'
import { createJudgeModels } from '@assay/worker/score/judge/judge-models'
import { createRuleBudgets } from '@assay/worker/score/judge/rule-budget'
import { startJudging, type Judging } from '@assay/worker/score/judge/start-judging'
import { JUDGE_IO } from '../../../apps/assay/src/judge-io.ts'
import type { Scoring } from './start-scoring.ts'

const newBox = () => createSecretBox(randomBytes(32).toString('hex'), randomBytes)
const box = newBox()

/** A project whose one rule asks a judge about everything, and the judge. */
export async function addJudged(
  scoring: Scoring,
  baseUrl: string,
  { rule = {}, judge = {} }: { rule?: object; judge?: object } = {},
): Promise<string> {
  const { pool } = scoring
  const projectId = await scoring.addProject()
  let ids = 0
  const newId = () => `${projectId}-j${ids++}`
  const change = { actor: { type: 'system', id: null }, now: new Date(), newId } as const
  const settings = { name: 'Judge', provider: 'openai', baseUrl, model: 'judge-1', apiKey: 'sk-test-key' }
  const made = await createJudge(pool, change, box, {
    projectId,
    judge: JudgeInput.parse({ ...settings, samples: 1, callTimeoutMs: 2_000, concurrency: 50, ...judge }),
  })
  const draft = RuleDraft.parse({
    name: 'A rule',
    target: 'span',
    evaluators: [{ name: 'refusal' }],
    sampling: { rate: 1, uniformShare: 1 },
    judgeId: made.id,
    budget: { callsPerDay: null, usdPerDay: null },
    ...rule,
  })
  await scoring.addRule(projectId, draft)
  return projectId
}

/**
 * Begins to ask the judges of all projects, with a registry of its own.
 *
 * @param knowsKeys False: as a process with another secret. @param append Stands in for the spool.
 */
export function startTestJudging(
  scoring: Scoring,
  {
    knowsKeys = true,
    append = scoring.keep,
  }: { knowsKeys?: boolean; append?: Scoring['deps']['append'] } = {},
): { judging: Judging; registry: ReturnType<typeof createRegistry> } {
  const { deps, pool } = scoring
  const registry = createRegistry()
  const budgets = createRuleBudgets(pool, deps.now)
  const meter = createJudgeMeter(deps.now)
  const opening = knowsKeys ? box : newBox()
  const models = createJudgeModels({
    open: (input) => openJudge(pool, opening, input),
    io: JUDGE_IO,
    budget: budgets.budget,
    meter,
    mostCallsAtOnce: 50,
  })
  const metrics = createJudgeMetrics(registry)
  const judging = startJudging(
    { ...deps, append, budgets, models, meter, metrics, random: Math.random },
    { lookMs: 50 },
  )
  return { judging, registry }
}
