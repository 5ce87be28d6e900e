import { expect, it } from 'vitest'
import type { ScoringSpan } from '@assay/store/clickhouse/queries/scoring-spans'
import { groupSpans, partsOf, sessionPartsOf } from './group-spans.ts'

const MB = 1024 ** 2
const span = (traceId: string, spanId: string, bytes: number, isFirst = true): ScoringSpan => ({
  traceId,
  spanId,
  bytes,
  isFirst,
})
const starts = new Map(['a', 'b', 'c'].map((id) => [id, { firstNs: 1n, lastNs: 2n }]))

it('every wanted span is in one group, however long it is, with the sources that fit beside it', () => {
  const wanted = [span('a', '1', 5 * MB), span('a', '2', 5 * MB), span('a', '3', 50 * MB)]
  const sources = [span('a', 's', MB, false), span('a', 't', 9 * MB, false)]
  const groups = groupSpans([...wanted, ...sources], starts)
  expect(groups.map((group) => group.spans.map(({ spanId }) => spanId))).toEqual([
    ['1', 's'],
    ['2', 's'],
    ['3', 's'],
  ])
})

it('short traces are read together, and a trace stands in a part once', () => {
  const short = groupSpans([span('a', '1', 10), span('b', '2', 10), span('c', '3', 3 * MB)], starts)
  expect([...partsOf(short)].map((part) => part.map(({ traceId }) => traceId))).toEqual([['a', 'b'], ['c']])
  const twice = [...short.slice(0, 1), ...short.slice(0, 1)]
  expect([...partsOf(twice)].map((part) => part.length)).toEqual([1, 1])
})

it('a trace that is not stored any more is in no group', () => {
  expect(groupSpans([span('gone', '1', 10)], starts)).toEqual([])
})

it('short sessions are read together, with a trace of two sessions once', () => {
  const groups = groupSpans([span('a', '1', 10), span('b', '2', 10), span('c', '3', 3 * MB)], starts)
  const sessions = new Map([
    ['s1', { traceIds: ['a', 'b'] }],
    ['gone', { traceIds: ['d'] }],
    ['s2', { traceIds: ['b'] }],
    ['s3', { traceIds: ['c'] }],
  ])
  const parts = [...sessionPartsOf(sessions, groups)]
  expect(parts.map((part) => [...part.sessions.keys()])).toEqual([['s1', 's2'], ['s3']])
  expect(parts.map((part) => part.groups.map(({ traceId }) => traceId))).toEqual([['a', 'b'], ['c']])
})
