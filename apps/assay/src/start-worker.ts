import { randomInt, randomUUID } from 'node:crypto'
import { openQueue, type JobQueue } from '@assay/queue/open-queue'
import { openJudge } from '@assay/store/postgres/judge/open-judge'
import type { SecretBox } from '@assay/store/postgres/judge/secret-box'
import { createDriftHandlers } from '@assay/worker/drift/drift-handlers'
import { runProbes } from '@assay/worker/bias/run-probes'
import { startProbing } from '@assay/worker/bias/start-probing'
import { createHandlers } from '@assay/worker/handlers'
import { traceJobs } from '@assay/worker/trace-jobs'
import { createJudgeMeter } from '@assay/worker/score/judge/judge-meter'
import { createJudgeMetrics } from '@assay/worker/score/judge/judge-metrics'
import { createJudgeModels } from '@assay/worker/score/judge/judge-models'
import { createJudgePlans } from '@assay/worker/score/judge/judge-plans'
import { createRuleBudgets } from '@assay/worker/score/judge/rule-budget'
import { startJudging } from '@assay/worker/score/judge/start-judging'
import { createTurns } from '@assay/worker/score/in-turns'
import { createScoringMetrics, addScoringGauges } from '@assay/worker/score/scoring-metrics'
import { startSweeping } from '@assay/worker/score/start-sweeping'
import { scoreWork, type ScoreDeps } from '@assay/worker/score/score-work'
import { watchProcessors } from '@assay/worker/score/watch-processors'
import { createScorePool } from '@assay/worker/score/thread/score-pool'
import type { Config } from '@assay/config/load-config'
import { availableParallelism } from 'node:os'
import type { Logger } from '@assay/telemetry/log'
import { startSumming } from '@assay/worker/start-summing'
import type { Closing } from './closing.ts'
import { openBackfills } from './open-backfills.ts'
import { JUDGE_IO } from './judge-io.ts'
import type { Stores } from './open-stores.ts'
import type { RunningSpool } from './start-spool.ts'
import type { Telemetry } from './start-telemetry.ts'

const SWEEP_MS = 3_600_000
/** Jobs at the same time, by queue; reading for one score goes on while a thread makes another. */
const JOBS_AT_ONCE = { upkeep: 2, scoring: 4, backfill: 2, probes: 2 }
/** Each yields to what senders wait for, so there may be one for each processor; each holds some 150 MB. */
const MOST_THREADS = 8
/**
 * A sample may keep a thread so long; the slowest evaluators take tens of milliseconds for the longest texts that are read, but the threads
 * yield to all else, and on a busy machine they wait.
 */
const STUCK_MS = 60_000
/** Share of the processors from which on scoring leaves most of its time to others. */
const BUSY = 0.6
/** The one that fills, the one that is loaded, and one between; scoring waits while there are more. */
const SEGMENTS_OF_A_STEADY_LOAD = 3
/** Calls to one judge at the same time at most; its settings may say fewer. */
const MOST_JUDGE_CALLS = 50

/** Processor time of all threads of the process. */
const cpuUs = () => {
  const { user, system } = process.cpuUsage()
  return user + system
}

/** Opens the queue for whoever adds jobs, and works them where this process is a worker. */
export async function startWorker(options: {
  config: Config
  stores: Stores
  spooling: RunningSpool
  telemetry: Telemetry
  log: Logger
  closing: Closing
  isWorker: boolean
  secretBox: SecretBox
}): Promise<JobQueue> {
  const { config, stores, spooling, telemetry, log, closing, secretBox } = options
  const { pool } = stores.postgres
  const queue = await openQueue(config.redisUrl ? { redisUrl: config.redisUrl } : { pool }, log)
  const enqueue = (workIds: readonly string[]) =>
    queue.addAll(
      'segment.loaded',
      workIds.map((workId) => ({ workId })),
    )
  spooling.tellQueue(enqueue)
  if (options.isWorker) {
    const { registry } = telemetry
    const threads = createScorePool({
      threads: Math.min(MOST_THREADS, availableParallelism()),
      stuckMs: STUCK_MS,
      onReplaced: (error) => log.warn('a thread that scored was replaced', { error }),
    })
    closing.add(() => threads.close())
    closing.add(() => queue.close())
    const now = () => new Date()
    const nowMs = () => performance.now()
    const processorShare = watchProcessors({ cpuUs, nowMs, processors: availableParallelism() })
    const { clickhouse } = stores
    const plans = createJudgePlans(Date.now)
    const score: ScoreDeps = {
      clickhouse,
      pool,
      rules: spooling.rules,
      pace: spooling.pace,
      isBehind: () => spooling.spool.stats().segments > SEGMENTS_OF_A_STEADY_LOAD,
      turns: createTurns({ isBusy: () => processorShare() > BUSY, nowMs }),
      threads,
      busy: new Set(),
      append: (frames) => spooling.spool.append(frames),
      nextVersion: spooling.nextVersion,
      metrics: createScoringMetrics(registry),
      plans,
      now,
      log,
    }
    const open = (input: { projectId: string; judgeId: string }) => openJudge(pool, secretBox, input)
    const probing = { pool, openJudge: open, io: JUDGE_IO, now, newId: randomUUID, log }
    const backfills = openBackfills({ score, spool: spooling.spool, queue, registry })
    const handlers = createHandlers(
      { clickhouse, pool, now, log },
      (workId, signal) => scoreWork(score, workId, signal),
      (turn, signal) => backfills.run(turn, signal),
      createDriftHandlers({ clickhouse, pool, now, log, newId: randomUUID }, (projectIds) =>
        queue.addAll(
          'drift.run',
          projectIds.map((projectId) => ({ projectId, trigger: 'clock' })),
        ),
      ),
      (runId, signal) => runProbes(probing, runId, signal),
    )
    queue.work(traceJobs(handlers, telemetry.tracer), JOBS_AT_ONCE)
    await queue.every('retention.sweep', SWEEP_MS)
    await queue.every('drift.sweep', SWEEP_MS)
    const sweeping = startSweeping({ pool, enqueue, now, newId: randomUUID, log })
    closing.add(() => sweeping.stop())
    const backfilling = backfills.start()
    closing.add(() => backfilling.stop())
    addScoringGauges(registry, threads, sweeping)
    const probes = startProbing({ pool, enqueue: (due) => queue.addAll('bias.run', due), now, log })
    closing.add(() => probes.stop())
    const budgets = createRuleBudgets(pool, now)
    const { budget } = budgets
    const meter = createJudgeMeter(now)
    const models = createJudgeModels({
      open,
      io: JUDGE_IO,
      budget,
      meter,
      mostCallsAtOnce: MOST_JUDGE_CALLS,
      tracer: telemetry.tracer,
    })
    const metrics = createJudgeMetrics(registry)
    const judging = startJudging({ ...score, budgets, models, meter, metrics, random: JUDGE_IO.random })
    closing.add(() => judging.stop())
    const summing = startSumming({ clickhouse, now: Date.now, randomBelow: randomInt, log })
    closing.add(() => summing.stop())
  } else closing.add(() => queue.close())
  return queue
}
