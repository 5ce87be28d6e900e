import type { Registry } from '@assay/telemetry/metrics/registry'
import type { ScorePool } from './thread/score-pool.ts'
import type { ScoreResult } from './thread/score-task.ts'

/** What scoring counts. */
export interface ScoringMetrics {
  /** @param lagMs From the arrival of the oldest span of the work to its scores on disk. */
  scored(projectId: string, result: ScoreResult, lagMs: number): void
  finished(projectId: string, targets: number, dead: number): void
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
    finished(project, all, dead) {
      targets.add({ project, outcome: 'dead' }, dead)
      targets.add({ project, outcome: 'done' }, all - dead)
    },
  }
}

/** Shows the state of the threads. */
export function addScoringGauges(registry: Registry, pool: ScorePool): void {
  const { stats } = pool
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
}
