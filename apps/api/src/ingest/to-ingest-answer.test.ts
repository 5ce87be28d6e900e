import { IngestAnswer } from '@assay/contract/api/ingest'
import type { IngestCount } from '@assay/store/clickhouse/queries/ingest-counts'
import { expect, test } from 'vitest'
import { lagQuantile } from './lag-quantile.ts'
import { toIngestAnswer } from './to-ingest-answer.ts'

const row = (step: number, event: IngestCount['event'], items: number, reason = ''): IngestCount => ({
  step,
  signal: 'traces',
  event,
  reason,
  items,
  lastMinute: step,
})

test('received is accepted plus refused in the totals, in each signal and in each step', () => {
  const rows = [
    row(0, 'received', 10),
    row(0, 'accepted', 8),
    row(0, 'refused', 1, 'bad_ids'),
    row(0, 'refused', 1, 'too_deep'),
    row(120, 'received', 5),
    row(120, 'accepted', 5),
  ]
  const answer = IngestAnswer.parse(toIngestAnswer({ rows, from: 0, to: 180, stepSeconds: 60 }, null))
  for (const { received, accepted, refused } of [answer.totals, ...answer.signals, ...answer.series])
    expect(received).toBe(accepted + refused)
  expect(answer.series.map(({ received }) => received)).toEqual([10, 0, 5])
  expect(answer.lastArrival).toBe('1970-01-01T00:02:00Z')
})

test('a step in which nothing came is shown with zeros, a project that sent nothing has no last arrival', () => {
  const answer = toIngestAnswer({ rows: [], from: 0, to: 120, stepSeconds: 60 }, null)
  expect(answer.series).toHaveLength(2)
  expect(answer).toMatchObject({ lastArrival: null, lag: { n: 0, p50Ms: null, p95Ms: null }, spool: null })
})

test('reasons come most first, each with a sentence, and one of a newer process is not lost', () => {
  const rows = [row(0, 'refused', 1, 'bad_ids'), row(0, 'refused', 9, 'not_yet_known')]
  const { refusedItems } = toIngestAnswer({ rows, from: 0, to: 60, stepSeconds: 60 }, null)
  expect(refusedItems.map(({ reason, count }) => [reason, count])).toEqual([
    ['not_yet_known', 9],
    ['bad_ids', 1],
  ])
  expect(refusedItems.every(({ meaning }) => meaning !== '')).toBe(true)
})

test('a quantile of the lag lies within the bucket that holds it, and beyond the last bound is that bound', () => {
  const half = new Map([
    ['0.5', 50],
    ['1', 50],
  ])
  expect(lagQuantile(half, 0.5)).toBe(500)
  expect(lagQuantile(half, 0.75)).toBe(750)
  expect(lagQuantile(new Map([['+Inf', 3]]), 0.5)).toBe(86_400_000)
  expect(lagQuantile(new Map(), 0.5)).toBeNull()
})
