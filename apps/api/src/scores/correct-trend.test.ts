import type { LabelledRow } from '@assay/store/clickhouse/queries/labelled-scores'
import { expect, test } from 'vitest'
import { correct, inProportion } from './correct-trend.ts'

const BASE = { evaluatorVersion: '1', source: 'judge', at: 0, weight: 1, isLabelled: 1 }
/** The judge finds four of ten bad, people two of ten. */
const pairs = (n: number): LabelledRow[] =>
  Array.from({ length: n }, (_, i) => ({ ...BASE, score: Number(i % 10 < 4), label: Number(i % 10 < 2) }))
const drawn = (n: number): LabelledRow[] =>
  Array.from({ length: n }, (_, i) => ({ ...BASE, score: Number(i % 10 < 4), label: null, isLabelled: 0 }))

test('a judge that finds too much is corrected to what people find', () => {
  const found = correct([...pairs(100), ...drawn(400)])
  expect(found?.estimate).toBeCloseTo(0.2, 9)
  expect(found!.low).toBeLessThan(0.2)
  expect(found!.high).toBeGreaterThan(0.2)
  expect(found!.high).toBeLessThan(0.4)
  expect(found?.labels).toBe(100)
  expect(found?.labelsToHalve).toBeGreaterThan(100)
})

test('few labels correct nothing', () => {
  expect(correct([...pairs(9), ...drawn(400)])).toBeNull()
  expect(correct(pairs(100))).toBeNull()
})

test('labels with weights count by them, and all that was drawn stands for the rest', () => {
  const weighted = pairs(100).map((row) => ({ ...row, weight: row.label === 1 ? 1 : 3 }))
  const found = correct([...weighted, ...drawn(300).map((row) => ({ ...row, isLabelled: 1 }))])
  expect(found!.estimate).toBeLessThan(0.2)
  expect(found!.low).toBeGreaterThanOrEqual(0)
})

test('a busy bucket has as many draws more as it has targets more', () => {
  const rows = [...drawn(500), ...drawn(100).map((row) => ({ ...row, at: 60 })), ...pairs(10)]
  const found = inProportion(
    rows,
    new Map([
      [0, 50_000],
      [60, 1_000],
    ]),
  )
  const countAt = (at: number) => found.filter((row) => row.at === at && row.label === null).length
  expect(countAt(0)).toBe(500)
  expect(countAt(60)).toBe(10)
  expect(found.filter((row) => row.label !== null)).toHaveLength(10)
})
