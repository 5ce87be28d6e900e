import type { JobQueue } from '@assay/queue/open-queue'
import type { BackfillTurn } from '@assay/store/postgres/backfill/take-due'
import type { Registry } from '@assay/telemetry/metrics/registry'
import { createReceiving } from '@assay/worker/backfill/create-receiving'
import { runBackfill } from '@assay/worker/backfill/run-backfill'
import { startBackfills } from '@assay/worker/backfill/start-backfills'
import type { ScoreDeps } from '@assay/worker/score/score-work'
import type { RunningSpool } from './start-spool.ts'

/** What this process does for backfills: the handler of their job, and the look for those that may go on. */
export interface Backfilling {
  run(turn: BackfillTurn, signal: AbortSignal): Promise<void>
  start(): { stop: () => Promise<void> }
}

export function openBackfills(options: {
  score: ScoreDeps
  spool: RunningSpool['spool']
  queue: JobQueue
  registry: Registry
}): Backfilling {
  const { score, spool, queue, registry } = options
  const { pool, now, log } = score
  const targets = registry.counter(
    'assay_backfill_targets_total',
    'Spans, traces and sessions of the past that backfills went through.',
    ['project', 'outcome'],
  )
  const receiving = createReceiving(() => spool.stats().appendedRows, Date.now)
  return {
    run: (turn, signal) =>
      runBackfill(
        {
          ...score,
          append: async (frames) => {
            await score.append(frames)
            for (const { rows } of frames) receiving.own(rows)
          },
          isReceiving: () => receiving.isReceiving(),
          count: (project, outcome, times) => targets.add({ project, outcome }, times),
        },
        turn,
        signal,
      ),
    start: () => startBackfills({ pool, enqueue: (turns) => queue.addAll('backfill.run', turns), now, log }),
  }
}
