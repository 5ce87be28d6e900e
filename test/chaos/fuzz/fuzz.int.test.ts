import { expect, test } from 'vitest'
import { fuzzRun } from './fuzz-run.ts'

test('100,000 mutated payloads neither crash, hang nor grow the pipeline, and no row of theirs breaks a question', async () => {
  const { violations, figures } = await fuzzRun({
    seed: 2,
    cases: 100_000,
    keepRows: 1500,
    limits: { traces: 30, sessions: 1 },
    say: () => undefined,
  })
  expect(violations).toEqual([])
  expect(figures['spans']).toBeGreaterThan(20_000)
  expect(figures['rows_in_the_engine']).toBeGreaterThan(500)
}, 240_000)
