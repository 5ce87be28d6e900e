import { seededRandom } from '@assay/stats/random/seeded'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testGoldenWindows } from '../../../test/window-golden.ts'
import { evaluateWindow } from '../evaluate-window.ts'
import { biasParity } from './evaluator.ts'

type Counts = Record<string, [hits: number, n: number]>

const rowsOf = (groups: Counts) =>
  Object.entries(groups).flatMap(([group, [hits, n]]) =>
    Array.from({ length: n }, (_, i) => ({ group, outcome: i < hits })),
  )
const judge = (groups: Counts, parameters = {}) =>
  evaluateWindow(biasParity, { rows: rowsOf(groups) }, parameters)

describe('golden windows', () =>
  testGoldenWindows<{ groups: Counts }, typeof biasParity.input, typeof biasParity.parameters, unknown>(
    import.meta.dirname,
    biasParity,
    ({ groups }) => ({ rows: rowsOf(groups) }),
  ))

test('every number of a comparison is that of the textbook', () => {
  const evaluation = judge({ a: [60, 200], b: [20, 200], c: [2, 5] })
  expect(evaluation).toMatchObject({ kind: 'scored', label: 'uneven' })
  if (evaluation.kind !== 'scored') return
  const [first, second, third] = evaluation.parts
  expect(first).toMatchObject({ group: 'b', rows: 200, rate: 0.1, isUneven: true })
  expect(first!.low).toBeCloseTo(0.0657, 3)
  expect(first!.high).toBeCloseTo(0.1494, 3)
  expect(first!.difference!.value).toBeCloseTo(0.1 - 62 / 205, 12)
  expect(first!.ratio).toBeCloseTo(0.1 / (62 / 205), 12)
  expect(second).toMatchObject({ group: 'a', isUneven: true })
  expect(third).toMatchObject({ group: 'c', rate: 0.4, ratio: null, pValue: null, isUneven: false })
})

test('rows that stand for many count by their effective number', () => {
  const rows = rowsOf({ a: [60, 200], b: [20, 200] })
  const heavy = evaluateWindow(biasParity, { rows: rows.map((row) => ({ ...row, weight: 7 })) })
  const light = evaluateWindow(biasParity, { rows })
  expect(heavy).toEqual(light)
  const skewed = rows.map((row, i) => ({ ...row, weight: i % 20 === 0 ? 1_000 : 1 }))
  expect(evaluateWindow(biasParity, { rows: skewed })).toMatchObject({ label: 'even' })
})

test('without a difference at most 5 % of windows of six groups raise an alarm', () => {
  const random = seededRandom('parity')
  let alarms = 0
  for (let run = 0; run < 1_000; run++) {
    const groups = Object.fromEntries(
      Array.from({ length: 6 }, (_, i) => {
        let hits = 0
        for (let k = 0; k < 80; k++) if (random() < 0.1) hits++
        return [`g${i}`, [hits, 80] as [number, number]]
      }),
    )
    const evaluation = judge(groups)
    if (evaluation.kind === 'scored' && evaluation.label === 'uneven') alarms++
  }
  expect(alarms / 1_000).toBeLessThanOrEqual(0.06)
})

test('one group of six with twice the rate is found in nine of ten windows of 300 rows a group', () => {
  const random = seededRandom('power')
  let found = 0
  for (let run = 0; run < 200; run++) {
    const groups = Object.fromEntries(
      Array.from({ length: 6 }, (_, i) => {
        let hits = 0
        for (let k = 0; k < 300; k++) if (random() < (i === 0 ? 0.3 : 0.15)) hits++
        return [`g${i}`, [hits, 300] as [number, number]]
      }),
    )
    const evaluation = judge(groups)
    if (
      evaluation.kind === 'scored' &&
      evaluation.parts.some(({ group, isUneven }) => group === 'g0' && isUneven)
    )
      found++
  }
  expect(found / 200).toBeGreaterThan(0.9)
})

test('whatever the counts, no number is missing its range', () => {
  const count = fc
    .integer({ min: 0, max: 60 })
    .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1, maxLength: 5 }), count, { maxKeys: 8 }), (groups) => {
      const evaluation = judge(groups)
      if (evaluation.kind !== 'scored') return
      for (const part of evaluation.parts) {
        expect(part.low <= part.rate && part.rate <= part.high).toBe(true)
        for (const number of [part.ratio, part.pValue, part.adjusted])
          if (number !== null) expect(number >= 0 && number <= 1).toBe(true)
      }
    }),
    { numRuns: 100 },
  )
})

test('rows of the wrong shape, and too many groups, are told', () => {
  expect(() => evaluateWindow(biasParity, { rows: [{ group: '', outcome: true }] })).toThrow(
    /Rows for bias-parity/,
  )
  expect(() => evaluateWindow(biasParity, { rows: [] }, { level: 2 })).toThrow(/Parameters of bias-parity/)
  const rows = Array.from({ length: 501 }, (_, i) => ({ group: `g${i}`, outcome: true }))
  expect(evaluateWindow(biasParity, { rows })).toMatchObject({
    kind: 'not_applicable',
    explanation: /501 groups/,
  })
  expect(evaluateWindow(biasParity, { rows: [] })).toMatchObject({ reason: 'nothing_to_check' })
})
