import { auroc } from '@assay/stats/classification/auroc'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { measureByDocument } from './by-document.ts'
import { areaOf, balancedAccuracyOf, f1Of, kappaOf, shareOf } from './statistics.ts'

const rows = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 5 }), fc.boolean(), fc.integer({ min: 0, max: 3 })),
  {
    minLength: 1,
    maxLength: 40,
  },
)

test('the weighted area is that of the rows, each repeated as often as it weighs', () => {
  fc.assert(
    fc.property(rows, (list) => {
      const repeated = list.flatMap(([score, bad, weight]) =>
        Array<[number, boolean]>(weight).fill([score, bad]),
      )
      const weighted = areaOf(
        list.map(([score]) => score),
        list.map(([, bad]) => bad),
      )(Float64Array.from(list, ([, , weight]) => weight))
      if (repeated.length === 0) return
      const plain = auroc(
        repeated.map(([score]) => score),
        repeated.map(([, bad]) => bad),
      )
      if (weighted === null) expect(plain.auroc).toBeNull()
      else expect(weighted).toBeCloseTo(plain.auroc ?? NaN, 10)
    }),
  )
})

test('measures of predictions are those worked by hand', () => {
  const truth = [true, true, true, false, false]
  const found = [true, true, false, false, true]
  const once = new Float64Array(5).fill(1)
  expect(balancedAccuracyOf(truth, found)(once)).toBeCloseTo((2 / 3 + 1 / 2) / 2)
  expect(f1Of(truth, found)(once)).toBeCloseTo(2 / 3)
  // Observed 3/5, by chance (3/5)² + (2/5)².
  expect(kappaOf(truth, found)(once)).toBeCloseTo((3 / 5 - 13 / 25) / (12 / 25))
  expect(shareOf(found)(Float64Array.of(0, 0, 2, 1, 1))).toBe(0.25)
})

test('rows of one document are drawn together, so a few documents give a wide interval', () => {
  const found = Array.from({ length: 400 }, (_, i) => i % 40 < 20)
  const single = found.map((_, i) => `document ${i}`)
  const grouped = found.map((_, i) => `document ${i % 40 < 20 ? i % 5 : 5 + (i % 5)}`)
  const [narrow, wide] = [single, grouped].map((documents) =>
    measureByDocument(documents, shareOf(found), 'x'),
  )
  expect([narrow!.value, wide!.value]).toEqual([0.5, 0.5])
  expect(narrow!.interval!.high - narrow!.interval!.low).toBeLessThan(0.12)
  expect(wide!.interval!.high - wide!.interval!.low).toBeGreaterThan(0.4)
  expect(wide!.documents).toBe(10)
})

test('an interval repeats with its seed, and one document has none', () => {
  const found = [true, false, true, true]
  const measure = (documents: string[]) => measureByDocument(documents, shareOf(found), 'seed')
  expect(measure(['a', 'b', 'c', 'd'])).toEqual(measure(['a', 'b', 'c', 'd']))
  expect(measure(['a', 'a', 'a', 'a']).interval).toBeNull()
})

test('a measure that is not defined has no value but a reason', () => {
  const bad = [true, true]
  expect(measureByDocument(['a', 'b'], areaOf([0, 1], bad), 'x')).toMatchObject({
    value: null,
    reason: 'rows of one class alone',
    interval: null,
  })
  expect(measureByDocument([], shareOf([]), 'x')).toMatchObject({ value: null, reason: 'no rows' })
  const once = new Float64Array(2).fill(1)
  expect([balancedAccuracyOf(bad, bad)(once), kappaOf(bad, bad)(once)]).toEqual([null, null])
  expect(f1Of([false, false], [false, false])(once)).toBeNull()
})
