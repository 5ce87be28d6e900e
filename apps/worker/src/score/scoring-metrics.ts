import type { Registry } from '@assay/telemetry/metrics/registry'
import type { Sweeping } from './start-sweeping.ts'
import type { ScorePool } from './thread/score-pool.ts'
import type { ScoreResult } from './thread/score-task.ts'

/** What scoring counts. */
export interface ScoringMetrics {
  /** @param lagMs From the arrival of the oldest span of the work to its scores on disk. */
  scored(projectId: string, result: ScoreResult, lagMs: number): void
  /** @param done.share Of what the rules draw, the part that was scored. */
  finished(projectId: string, done: { targets: number; dead: number; share: number }): void
}

/** Begins to count in a registry. */
export function createScoringMetrics(registry: Registry): ScoringMetrics {
  const outcomes = registry.counter(
    'assay_scoring_evaluations_total',
    'Evaluations of the free tier by what came of them.',
    ['project', 'evaluator', 'outcome', 'reason'],
  )
  const targets = registry.counter(
    'assay_scoring_targets_total',
    'Spans, traces and sessions that were scored.',
    ['project', 'outcome'],
  )
  const leftOut = registry.counter(
    'assay_scoring_left_out_total',
    'Targets that rules drew and that were left out since the scorer was behind, as estimated from those that were scored.',
    ['project'],
  )
  const rows = registry.counter('assay_scoring_scores_total', 'Scores that were written.', ['project'])
  const lag = registry.histogram(
    'assay_scoring_lag_seconds',
    'Time from the arrival of a span to its scores on disk, by batch.',
    [],
    [0.3, 1, 2, 3, 5, 10, 30, 100, 300, 1000],
  )
  return {
    scored(project, result, lagMs) {
      rows.add({ project }, result.rows)
      lag.observe({}, lagMs / 1000)
      for (const { evaluator, outcome, reason, times } of result.outcomes)
        outcomes.add({ project, evaluator, outcome, reason }, times)
    },
    finished(project, { targets: all, dead, share }) {
      targets.add({ project, outcome: 'dead' }, dead)
      targets.add({ project, outcome: 'done' }, all - dead)
      if (share < 1) leftOut.add({ project }, all * (1 / share - 1))
    },
  }
}

/** Shows the state of the threads, and what waits. */
export function addScoringGauges(
  registry: Registry,
  { stats }: ScorePool,
  sweeping: Pick<Sweeping, 'counts' | 'shares'>,
): void {
  registry.read('gauge', 'assay_scoring_threads_busy', 'Threads that score now.', () => stats().busy)
  registry.read(
    'gauge',
    'assay_scoring_tasks_waiting',
    'Tasks that wait for a thread.',
    () => stats().waiting,
  )
  registry.read(
    'counter',
    'assay_scoring_threads_replaced_total',
    'Threads that hung or died on a sample.',
    () => stats().replaced,
  )
  registry.read(
    'gauge',
    'assay_scoring_share',
    'Share of what rules draw that is scored, of projects where it is less than all since the scorer is behind.',
    () => [...sweeping.shares()].map(([project, value]) => ({ labels: { project }, value })),
  )
  registry.read(
    'gauge',
    'assay_scoring_waiting',
    'Work of all processes that waits: noted batches, traces and sessions that have not settled, questions to judges, and what could not be scored.',
    () => {
      const now = sweeping.counts()
      if (now === null) return []
      const { works, openTargets, judgeQuestions, deadLetters } = now
      const parts = {
        works,
        open_targets: openTargets,
        judge_questions: judgeQuestions,
        dead_letters: deadLetters,
      }
      return Object.entries(parts).map(([what, value]) => ({ labels: { what }, value }))
    },
  )
}
