import { expect, test } from 'vitest'
import { fuzzRun } from './fuzz-run.ts'

test('100,000 mutated payloads of all signals neither crash, hang nor grow the pipelines, and no row of theirs breaks a question', async () => {
  const { violations, figures } = await fuzzRun({
    seed: 2,
    cases: 100_000,
    keepRows: 1000,
    limits: { traces: 12, sessions: 1, metrics: 25 },
    say: () => undefined,
  })
  expect(violations).toEqual([])
  const least = { cases_traces: 45_000, cases_logs: 20_000, cases_metrics: 20_000 }
  const stored = { rows_spans: 20_000, rows_logs: 10_000, rows_metric_points: 20_000, rows_scores: 1000 }
  const asked = { rows_in_the_engine: 500, spans_joined_with_logs: 0 }
  for (const [figure, count] of Object.entries({ ...least, ...stored, ...asked }))
    expect([figure, figures[figure]! > count]).toEqual([figure, true])
}, 300_000)
