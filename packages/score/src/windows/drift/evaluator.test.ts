import { type Random, seededRandom } from '@assay/stats/random/seeded'
import { describe, expect, test } from 'vitest'
import { testGoldenWindows } from '../../../test/window-golden.ts'
import { evaluateWindow } from '../evaluate-window.ts'
import type { DriftColumn } from './compare-columns.ts'
import { drift } from './evaluator.ts'
import { processorMs } from '../../../test/processor-ms.ts'

type Side =
  | [law: 'normal', mean: number, deviation: number, size: number]
  | [law: 'texts', subject: string, size: number]
  | Record<string, number>

const normal = (random: Random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

const SUBJECTS: Record<string, string[]> = {
  garden: ['roses', 'soil', 'water', 'prune', 'seeds', 'lawn', 'spring', 'bloom', 'compost', 'tulips'],
  money: ['loan', 'interest', 'bank', 'rate', 'budget', 'invoice', 'tax', 'refund', 'account', 'salary'],
}

const textOf = (subject: string, random: Random) =>
  Array.from({ length: 8 }, () => SUBJECTS[subject]![Math.floor(random() * 10)]!).join(' ')

function valuesOf(side: Side, random: Random): (string | number)[] {
  if (!Array.isArray(side))
    return Object.entries(side).flatMap(([name, count]) => Array.from({ length: count }, () => name))
  return side[0] === 'texts'
    ? Array.from({ length: side[2] }, () => textOf(side[1], random))
    : Array.from({ length: side[3] }, () => side[1] + side[2] * normal(random))
}

function columnOf({ reference, current }: { reference: Side; current: Side }): DriftColumn {
  const random = seededRandom('golden')
  const kind = !Array.isArray(reference) ? 'category' : reference[0] === 'texts' ? 'text' : 'number'
  return {
    kind,
    name: 'x',
    reference: valuesOf(reference, random),
    current: valuesOf(current, random),
  } as DriftColumn
}

describe('golden windows', () =>
  testGoldenWindows<{ reference: Side; current: Side }, typeof drift.input, typeof drift.parameters, unknown>(
    import.meta.dirname,
    drift,
    (given) => ({ columns: [columnOf(given) as never] }),
  ))

/** A window of columns as spans have them: skewed and tied numbers, rates, labels. */
function windowOf(
  random: Random,
  size: number,
  columns: number,
  shift = 0,
): { numbers: number[][]; categories: string[][] } {
  const numbers = Array.from({ length: columns }, (_, i) =>
    Array.from({ length: size }, () => {
      const value = normal(random) + (i === 0 ? shift : 0)
      return i % 3 === 0 ? Math.exp(value) : i % 3 === 1 ? Math.round(value) : value
    }),
  )
  const categories = Array.from({ length: Math.ceil(columns / 4) }, () =>
    Array.from({ length: size }, () =>
      random() < 0.03 ? 'refused' : random() < 0.2 ? 'partly' : 'answered',
    ),
  )
  return { numbers, categories }
}

function compareWindows(
  random: Random,
  sizes: [number, number],
  columns: number,
  shift = 0,
  leastEffect = 0,
) {
  const before = windowOf(random, sizes[0], columns)
  const after = windowOf(random, sizes[1], columns, shift)
  return evaluateWindow(
    drift,
    {
      columns: [
        ...before.numbers.map((reference, i) => ({
          kind: 'number' as const,
          name: `n${i}`,
          reference,
          current: after.numbers[i]!,
        })),
        ...before.categories.map((reference, i) => ({
          kind: 'category' as const,
          name: `c${i}`,
          reference,
          current: after.categories[i]!,
        })),
      ],
    },
    { leastEffect },
  )
}

test.for([
  [[100, 100], 10, 400],
  [[1_000, 300], 20, 150],
] as const)(
  'windows of %s without drift raise an alarm in 5 %% at most, even where every effect matters',
  { timeout: 60_000 },
  ([sizes, columns, runs]) => {
    const random = seededRandom(`calm ${columns}`)
    let alarms = 0
    for (let run = 0; run < runs; run++) {
      const evaluation = compareWindows(random, [...sizes], columns)
      if (evaluation.kind === 'scored' && evaluation.label === 'drifted') alarms++
    }
    expect(alarms / runs).toBeLessThanOrEqual(0.05 + 2.6 * Math.sqrt((0.05 * 0.95) / runs))
  },
)

test(
  'a shift of half a standard deviation in one of 20 columns is found, and no other column named, in nine of ten windows',
  { timeout: 60_000 },
  () => {
    const random = seededRandom('power')
    let [found, wrong] = [0, 0]
    for (let run = 0; run < 60; run++) {
      const evaluation = compareWindows(random, [500, 300], 20, 0.5, 0.1)
      if (evaluation.kind !== 'scored') continue
      const names = evaluation.parts.filter(({ isDrifted }) => isDrifted).map(({ name }) => name)
      if (names.includes('n0')) found++
      if (names.some((name) => name !== 'n0')) wrong++
    }
    expect(found / 60).toBeGreaterThanOrEqual(0.9)
    expect(wrong / 60).toBeLessThanOrEqual(0.1)
  },
)

test('100 columns of 10,000 rows take seconds', { timeout: 60_000 }, () => {
  const random = seededRandom('cost')
  const before = windowOf(random, 10_000, 80)
  const columns = [
    ...before.numbers.map((reference, i) => ({
      kind: 'number' as const,
      name: `n${i}`,
      reference,
      current: [...reference].reverse(),
    })),
    ...before.categories.map((reference, i) => ({
      kind: 'category' as const,
      name: `c${i}`,
      reference,
      current: reference,
    })),
  ]
  expect(columns).toHaveLength(100)
  const start = processorMs()
  expect(evaluateWindow(drift, { columns })).toMatchObject({ label: 'stable' })
  expect(processorMs() - start).toBeLessThan(15_000)
})

test('values that go missing are a change of their own, named', () => {
  const whole = Array.from({ length: 200 }, (_, i) => i % 17)
  const holes = whole.map((value, i) => (i % 3 === 0 ? null : value))
  const evaluation = evaluateWindow(drift, {
    columns: [{ kind: 'number', name: 'cost', reference: whole, current: holes }],
  })
  expect(evaluation).toMatchObject({
    label: 'drifted',
    parts: [
      { name: 'cost missing', isDrifted: true },
      { name: 'cost', isDrifted: false, currentRows: 133 },
    ],
  })
})

test('the words that tell two windows apart are named', () => {
  const random = seededRandom('words')
  const reference = Array.from({ length: 100 }, () => textOf('garden', random))
  const current = reference.map((text, i) => (i % 2 === 0 ? `${text} hydroponics` : text))
  const evaluation = evaluateWindow(drift, {
    columns: [{ kind: 'text', name: 'questions', reference, current }],
  })
  expect(evaluation).toMatchObject({
    label: 'drifted',
    explanation: expect.stringContaining('hydroponics more'),
    parts: [
      { movers: expect.arrayContaining([{ value: 'hydroponics', referenceShare: 0, currentShare: 0.5 }]) },
    ],
  })
})

test('other columns beside it, and another run, change nothing of a column', () => {
  const column = columnOf({ reference: ['normal', 0, 1, 60], current: ['normal', 0.3, 1, 60] }) as never
  const other = { kind: 'category' as const, name: 'y', reference: ['a', 'b'], current: ['a', 'b'] }
  const alone = evaluateWindow(drift, { columns: [column] })
  const beside = evaluateWindow(drift, { columns: [other, column] })
  if (alone.kind !== 'scored' || beside.kind !== 'scored') throw new Error('not scored')
  expect(beside.parts.find(({ name }) => name === 'x')).toEqual(alone.parts[0])
})

test('a thousand categories, and numbers that are extreme, are compared', () => {
  const names = Array.from({ length: 1_000 }, (_, i) => `category ${i}`)
  const extreme = Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? 1e100 : -1e100))
  const evaluation = evaluateWindow(drift, {
    columns: [
      { kind: 'category', name: 'many', reference: names, current: [...names].reverse() },
      { kind: 'number', name: 'extreme', reference: extreme, current: extreme },
    ],
  })
  expect(evaluation).toMatchObject({ kind: 'scored', label: 'stable' })
  expect(() =>
    evaluateWindow(drift, {
      columns: [{ kind: 'number', name: 'x', reference: [Number.NaN], current: [1] }],
    }),
  ).toThrow(/Rows for drift/)
})
