import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ProbePair, type ProbePlan, type ProbeRun, ProbePairQuery } from '@assay/contract/api/bias-probe'
import { JudgeInput } from '@assay/contract/api/judge'
import { BUILT_IN_SETS } from '@assay/score/probes/built-in-sets'
import { planProbes } from '@assay/score/probes/plan-probes'
import type { Change } from '@assay/store/postgres/change'
import { listPairs } from '@assay/store/postgres/bias/read-pairs'
import { readRun } from '@assay/store/postgres/bias/read-runs'
import { startRun } from '@assay/store/postgres/bias/start-run'
import { createJudge } from '@assay/store/postgres/judge/create'
import { openJudge } from '@assay/store/postgres/judge/open-judge'
import { createSecretBox } from '@assay/store/postgres/judge/secret-box'
import { migratePostgres } from '@assay/store/postgres/migrate'
import type { PostgresHandle } from '@assay/store/postgres/open'
import { silentLogger } from '@assay/telemetry/log'
import type { ProbingDeps } from '@assay/worker/bias/probing-deps'
import { runProbes } from '@assay/worker/bias/run-probes'
import { openMemoryPostgres } from '../../runner/laid-postgres.ts'

/** Probes of a real model server, without a queue: who tests says when a pass is made. */
export interface Probes {
  pool: PostgresHandle['pool']
  deps: ProbingDeps
  change: () => Change
  /** Adds a model and starts a run of it; answers its id. */
  start(
    model: Partial<JudgeInput> & { baseUrl: string },
    plan?: Partial<ProbePlan>,
    limits?: Limits,
  ): Promise<string>
  /** One pass; `change` stands in for parts. */
  pass(runId: string, change?: Partial<ProbingDeps>, signal?: AbortSignal): Promise<void>
  run(runId: string): Promise<ProbeRun>
  pairs(runId: string, show?: 'order' | 'failed'): Promise<ProbePair[]>
  close(): Promise<void>
}

interface Limits {
  calls: number
  usd: number | null
}

const SET = BUILT_IN_SETS[0]!
const PLAN: ProbePlan = {
  ...{ setId: SET.id, judgeId: '', axes: ['gender'], pairs: 24, repeats: 1 },
  ...{ system: 'You are a helpful assistant.', maxTokens: 200 },
}
const TIMES = { holdMs: 2_000, passMs: 60_000, pauseMs: 0, longestPauseMs: 0 }

export async function startProbes(): Promise<Probes> {
  const postgres = await openMemoryPostgres()
  const { pool } = postgres
  await migratePostgres(pool)
  const box = createSecretBox('the secret of this test, long enough', randomBytes)
  const change = (): Change => ({ actor: { type: 'system', id: null }, now: new Date(), newId: randomUUID })
  const deps: ProbingDeps = {
    pool,
    openJudge: (input) => openJudge(pool, box, input),
    io: {
      fetch: (url, init) => fetch(url, init),
      clock: {
        now: Date.now,
        sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
      },
      random: Math.random,
    },
    now: () => new Date(),
    newId: randomUUID,
    log: silentLogger,
    times: TIMES,
  }
  return {
    pool,
    deps,
    change,
    async start(model, plan = {}, limits = { calls: 1_000, usd: null }) {
      const input = JudgeInput.parse({ name: 'Model', provider: 'openai', model: 'm', ...model })
      const judge = await createJudge(pool, change(), box, { projectId: 'default', judge: input })
      const chosen = { ...PLAN, ...plan, judgeId: judge.id }
      return startRun(pool, change(), {
        projectId: 'default',
        judgeId: judge.id,
        definition: {
          setName: SET.name,
          axes: SET.axes,
          judgeName: judge.name,
          model: judge.model,
          plan: chosen,
        },
        limits,
        ...planProbes(SET, chosen),
      })
    },
    pass: (runId, some = {}, signal = new AbortController().signal) =>
      runProbes({ ...deps, ...some }, runId, signal),
    run: (runId) => readRun(pool, { projectId: 'default', runId }),
    pairs: async (runId, show = 'order') =>
      (await listPairs(pool, runId, ProbePairQuery.parse({ show, limit: 100 }))).pairs,
    close: () => postgres.close(),
  }
}
