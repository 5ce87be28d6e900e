import { describe, expect, test } from 'vitest'
import type { SpanRow } from '@assay/contract/api/trace'
import { buildTree } from './build-tree.ts'
import { flatten, markMatches } from './flatten.ts'
import { move, nextError, type MoveKey } from './move.ts'
import { rowWindow, scrollToShow } from './row-window.ts'
import { countKinds, spanMatcher } from './span-filter.ts'
import { barOf, tickLabel, ticksOf, tickStep, timeAxis } from './time-axis.ts'

const row = (spanId: string, parent: string | null, more: Partial<SpanRow> = {}): SpanRow => ({
  spanId,
  ...(parent === null ? {} : { parentSpanId: parent }),
  name: `span ${spanId}`,
  kind: 'chain',
  offsetMs: 0,
  durationMs: 1,
  startTime: '2026-11-20T08:00:00Z',
  ...more,
})
const spans = [
  row('a', null),
  row('b', 'a'),
  row('c', 'b', { isError: true }),
  row('d', 'a', { kind: 'llm' }),
]
const tree = buildTree(spans)
const open = flatten(tree, new Set())
const closed = flatten(tree, new Set(['b']))

describe('movement', () => {
  test.each<[string, typeof open, number, MoveKey, unknown]>([
    ['down goes to the next row', open, 0, 'next', { type: 'focus', index: 1 }],
    ['down on the last row stays', open, 3, 'next', { type: 'none' }],
    ['up on the first row stays', open, 0, 'previous', { type: 'none' }],
    ['right opens a closed row', closed, 1, 'right', { type: 'toggle', key: 'b' }],
    ['right on an open row goes to its first child', open, 1, 'right', { type: 'focus', index: 2 }],
    ['right on a leaf stays', open, 3, 'right', { type: 'none' }],
    ['left closes an open row', open, 1, 'left', { type: 'toggle', key: 'b' }],
    ['left on a leaf goes to its parent', open, 2, 'left', { type: 'focus', index: 1 }],
    ['left skips siblings on its way to the parent', open, 3, 'left', { type: 'focus', index: 0 }],
    ['a page beyond the end stops at the last row', open, 1, 'pageDown', { type: 'focus', index: 3 }],
    ['without a row every movement goes to the first', open, -1, 'next', { type: 'focus', index: 0 }],
    ['nothing moves where there is no row', [], -1, 'next', { type: 'none' }],
  ])('%s', (_name, rows, at, key, expected) => {
    expect(move(rows, at, key)).toEqual(expected)
  })

  test('the next error is found inside collapsed rows, and starts over at the end', () => {
    expect(nextError(tree.nodes, 0, 1)).toBe('c')
    expect(nextError(tree.nodes, 3, 1)).toBe('c')
    expect(nextError(tree.nodes, -1, -1)).toBe('c')
    expect(nextError(buildTree([row('a', null)]).nodes, 0, 1)).toBeNull()
  })
})

describe('window', () => {
  test('the view is always covered, and never a row beyond the ends', () => {
    for (const scrollTop of [0, 31, 320, 5000, 31_500, 99_999]) {
      const { first, end } = rowWindow(1000, 32, scrollTop, 800)
      expect(first).toBeGreaterThanOrEqual(0)
      expect(end).toBeLessThanOrEqual(1000)
      const lastTop = Math.min(scrollTop, 1000 * 32 - 800)
      expect(first * 32).toBeLessThanOrEqual(lastTop)
      expect(end * 32).toBeGreaterThanOrEqual(Math.min(lastTop + 800, 32_000))
    }
    expect(rowWindow(0, 32, 0, 800)).toEqual({ first: 0, end: 0 })
  })

  test('a row in view moves nothing, one outside moves just enough', () => {
    expect(scrollToShow(5, 32, 0, 800)).toBe(0)
    expect(scrollToShow(30, 32, 0, 800)).toBe(31 * 32 - 800)
    expect(scrollToShow(2, 32, 800, 800)).toBe(64)
    expect(scrollToShow(100, 32, 0, 800, true)).toBe(3200 - 384)
  })
})

describe('filter within a trace', () => {
  const found = (text: string, kinds: SpanRow['kind'][] = []): string[] =>
    tree.nodes.filter(spanMatcher({ text, kinds })).map((n) => n.key)

  test('all words must occur, in any case, and the kind must be one of the chosen', () => {
    expect(found('SPAN b')).toEqual(['b'])
    expect(found('span zzz')).toEqual([])
    expect(found('', ['llm'])).toEqual(['d'])
    expect(found('c', ['llm'])).toEqual([])
  })

  test('a filter that finds nothing shows no row', () => {
    expect(flatten(tree, new Set(), markMatches(tree, spanMatcher({ text: 'zzz', kinds: [] })))).toEqual([])
  })

  test('kinds are counted in the order of the product', () => {
    expect(countKinds(spans, ['llm', 'tool', 'chain'])).toEqual([
      ['llm', 1],
      ['chain', 3],
    ])
  })
})

describe('time axis', () => {
  test.each([
    [0.0003, 0.0005],
    [0.7, 1],
    [1, 1],
    [1200, 2000],
    [20_000, 20_000],
    [25_000, 60_000],
    [70_000, 120_000],
    [3_700_000, 7_200_000],
    [100_000_000, 172_800_000],
  ])('a step of at least %d ms is %d ms', (least, step) => {
    expect(tickStep(least)).toBeCloseTo(step, 9)
  })

  test('a span before the start of the trace stays on the axis', () => {
    const axis = timeAxis([
      row('a', null, { offsetMs: -50, durationMs: 100 }),
      row('b', 'a', { durationMs: 150 }),
    ])
    expect(axis).toMatchObject({ startMs: -50, spanMs: 200 })
    expect(ticksOf(axis, 5)).toEqual([-50, 0, 50, 100])
    expect(ticksOf(axis, 1)).toEqual([0])
    expect(barOf(axis, 0, 50)).toEqual({ left: 25, width: 25 })
  })

  test('a trace without duration still has an axis', () => {
    expect(barOf(timeAxis([row('a', null, { durationMs: 0 })]), 0, 0)).toEqual({ left: 0, width: 0 })
  })

  test('tick labels carry their unit', () => {
    expect([0, 0.5, 250, 1500, 60_000, 90_000, 5_400_000, -50].map(tickLabel)).toEqual([
      '0',
      '0.5 ms',
      '250 ms',
      '1.5 s',
      '1 min',
      '1 min 30 s',
      '1 h 30 min',
      '-50 ms',
    ])
  })
})
