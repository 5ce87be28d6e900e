import { describe, expect, test } from 'vitest'
import { COLUMNS, deviation, falseAlarmRate, type Sizes, windowAlarmRate } from './false-alarms.ts'

/** Longer runs, which see smaller faults: packages/stats/test/bench/false-alarms.ts. */
const CASES: readonly (readonly [Sizes, runs: number])[] = [
  [[30, 30], 300],
  [[1000, 30], 100],
  [[100, 100], 200],
  [[1000, 300], 150],
  [[1000, 1000], 80],
  [[10_000, 10_000], 20],
  [[100_000, 100_000], 2],
]

// Seconds of work, minutes on a machine that is busy otherwise.
describe('false alarms of drift', { timeout: 180_000 }, () => {
  test.each(CASES)('%j: 5 % ± 1 % of windows without drift, whatever the law', (sizes, runs) => {
    let sum = 0
    for (const column of COLUMNS) {
      const rate = falseAlarmRate(column, sizes, runs)
      sum += rate
      // One of ten thousand sound cases lies beyond.
      expect(Math.abs(rate - 0.05), `${column}: ${rate}`).toBeLessThan(0.01 + deviation(runs, 4))
    }
    expect(Math.abs(sum / COLUMNS.length - 0.05)).toBeLessThan(0.01 + deviation(runs * COLUMNS.length, 2))
  })

  test('at most 5 % of windows of 100 columns without drift have an alarm after correction', () => {
    const windows = 40
    expect(windowAlarmRate(100, [100, 100], windows)).toBeLessThan(0.05 + deviation(windows, 2.5))
  })
})
