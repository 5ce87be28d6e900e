import { describe, expect, test } from 'vitest'
import type { SpanRow } from '@assay/contract/api/trace'
import { buildTree } from './build-tree.ts'
import { collapsibleKeys, flatten, markMatches, reveal } from './flatten.ts'

const none = new Set<string>()

function span(spanId: string, parentSpanId?: string, more: Partial<SpanRow> = {}): SpanRow {
  const base: SpanRow = {
    spanId,
    name: spanId,
    kind: 'span',
    offsetMs: 0,
    durationMs: 1,
    startTime: '2026-11-20T08:00:00Z',
    ...more,
  }
  return parentSpanId === undefined ? base : { ...base, parentSpanId }
}

function shown(spans: SpanRow[], collapsed: ReadonlySet<string> = none): string[] {
  return flatten(buildTree(spans), collapsed).map((r) => `${r.node.level} ${r.node.key}`)
}

const family = [span('a'), span('b', 'a'), span('c', 'b', { isError: true }), span('d', 'a'), span('e', 'b')]

describe('flatten', () => {
  test('a parent stands right before its children, siblings in order of start', () => {
    expect(shown(family)).toEqual(['1 a', '2 b', '3 c', '3 e', '2 d'])
  })

  test('a child that starts before its parent still stands below it', () => {
    expect(shown([span('child', 'root'), span('root')])).toEqual(['1 root', '2 child'])
  })

  test('a collapsed row hides its subtree and says how many spans and errors it hides', () => {
    const rows = flatten(buildTree(family), new Set(['b']))
    expect(rows.map((r) => r.node.key)).toEqual(['a', 'b', 'd'])
    expect(rows[1]).toMatchObject({ hiddenCount: 2, isExpanded: false, hasChildren: true })
    expect(rows[1]?.node.errorsBelow).toBe(1)
    expect(rows[0]).toMatchObject({ hiddenCount: 0, isExpanded: true })
  })

  test('sibling positions and counts are those of the whole set', () => {
    const rows = flatten(buildTree(family), none)
    expect(rows.map((r) => [r.node.key, r.posInSet, r.setSize])).toEqual([
      ['a', 1, 1],
      ['b', 1, 2],
      ['c', 1, 2],
      ['e', 2, 2],
      ['d', 2, 2],
    ])
  })

  test('spans whose parent is missing stand together below a row that names it', () => {
    const rows = flatten(buildTree([span('a'), span('x', 'gone'), span('b', 'a'), span('y', 'gone')]), none)
    expect(rows.map((r) => `${r.node.level} ${r.node.key}`)).toEqual([
      '1 a',
      '2 b',
      '1 missing:gone',
      '2 x',
      '2 y',
    ])
    expect(rows[2]?.node).toMatchObject({ span: null, missingParentId: 'gone' })
  })

  test('a span that is its own parent is shown once, at the top', () => {
    expect(shown([span('a', 'a'), span('b', 'a')])).toEqual(['1 a', '2 b'])
  })

  test('a ring of parents loses no span and ends', () => {
    const rows = shown([span('r'), span('a', 'c'), span('b', 'a'), span('c', 'b'), span('tail', 'b')])
    expect(rows.map((r) => r.slice(2)).sort()).toEqual(['a', 'b', 'c', 'r', 'tail'])
    expect(rows.filter((r) => r.startsWith('1 '))).toHaveLength(2)
  })

  test('a span listed twice is shown once', () => {
    expect(shown([span('a'), span('b', 'a'), span('b', 'a')])).toEqual(['1 a', '2 b'])
  })

  test('a chain of 30,000 spans and a parent of 30,000 children both flatten', () => {
    const chain = Array.from({ length: 30_000 }, (_, i) => span(`s${i}`, i === 0 ? undefined : `s${i - 1}`))
    expect(flatten(buildTree(chain), none).at(-1)?.node.level).toBe(30_000)
    const wide = Array.from({ length: 30_000 }, (_, i) => span(`s${i}`, i === 0 ? undefined : 's0'))
    expect(flatten(buildTree(wide), none).at(-1)?.posInSet).toBe(29_999)
    const ring = Array.from({ length: 30_000 }, (_, i) => span(`s${i}`, `s${(i + 1) % 30_000}`))
    expect(flatten(buildTree(ring), none)).toHaveLength(30_000)
  })

  test('an empty trace has no rows', () => {
    expect(shown([])).toEqual([])
  })
})

describe('filter', () => {
  test('a match is shown with all above it and nothing else', () => {
    const tree = buildTree(family)
    const rows = flatten(
      tree,
      none,
      markMatches(tree, (n) => n.key === 'e'),
    )
    expect(rows.map((r) => [r.node.key, r.isMatch, r.posInSet, r.setSize])).toEqual([
      ['a', false, 1, 1],
      ['b', false, 1, 1],
      ['e', true, 1, 1],
    ])
    expect(rows[2]?.hasChildren).toBe(false)
  })
})

describe('collapse', () => {
  test('collapse all leaves the top level open and touches only rows that have children', () => {
    expect([...collapsibleKeys(buildTree(family))]).toEqual(['b'])
  })

  test('revealing a span opens everything above it and nothing else', () => {
    const tree = buildTree([...family, span('f', 'd'), span('g', 'c')])
    expect([...reveal(tree, new Set(['a', 'b', 'c', 'd']), 'g')]).toEqual(['d'])
    expect([...reveal(tree, new Set(['d']), 'unknown')]).toEqual(['d'])
  })
})
