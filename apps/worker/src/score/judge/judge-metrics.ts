import type { Registry } from '@assay/telemetry/metrics/registry'
import type { JudgeRecord } from '@assay/score/judge/record'

/** What judging counts. */
export interface JudgeMetrics {
  /** @param outcome `scored`, `not_applicable` or `failed`. @param reason Why there is no score, such as `unparseable`; '' for a score. */
  ended(
    project: string,
    evaluator: string,
    outcome: 'scored' | 'not_applicable' | 'failed',
    reason: string,
  ): void
  asked(project: string, record: JudgeRecord): void
}

/** Begins to count in a registry. */
export function createJudgeMetrics(registry: Registry): JudgeMetrics {
  const questions = registry.counter(
    'assay_judge_questions_total',
    'Questions to judges by what came of them: answers that could not be read are failed with the reason unparseable.',
    ['project', 'evaluator', 'outcome', 'reason'],
  )
  const calls = registry.counter('assay_judge_calls_total', 'Calls to judges, repetitions included.', [
    'project',
  ])
  const usd = registry.counter('assay_judge_cost_usd_total', 'What calls to judges cost, in US dollars.', [
    'project',
  ])
  const unparseable = registry.counter(
    'assay_judge_unparseable_answers_total',
    'Answers of judges that could not be read, those that a second answer made good included.',
    ['project'],
  )
  const duration = registry.histogram(
    'assay_judge_question_seconds',
    'Time that the calls of a question took.',
    [],
    [0.1, 0.3, 1, 3, 10, 30, 100, 300],
  )
  return {
    ended: (project, evaluator, outcome, reason) => questions.add({ project, evaluator, outcome, reason }, 1),
    asked(project, { attempts, cost, latencyMs, problems }) {
      calls.add({ project }, attempts)
      usd.add({ project }, Math.max(0, cost ?? 0))
      unparseable.add({ project }, problems.filter((problem) => problem.startsWith('unparseable')).length)
      duration.observe({}, latencyMs / 1000)
    },
  }
}
