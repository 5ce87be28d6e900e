import { TraceFilter, TraceListQuery } from '@assay/contract/api/trace-filter'
import { expect, it } from 'vitest'
import type { ClickHouse, Query } from '../client.ts'
import { listTraces } from './list-traces.ts'
import { tracePredicates } from './trace-predicates.ts'

const NASTY = `%_'";\\ } {f_model:String} --`

/** A ClickHouse that keeps what it is asked and knows one trace, so that every query is reached. */
function capturing(): { ch: ClickHouse; asked: { sql: string; params: Record<string, unknown> }[] } {
  const asked: { sql: string; params: Record<string, unknown> }[] = []
  const answer = { traces: 1, lastNs: '5', firstNs: '1', traceId: 'ab', value: '5' }
  const ch = {
    query: ({ sql, params, name }: Query<unknown>) => {
      asked.push({ sql, params: params ?? {} })
      return Promise.resolve(name.startsWith('summarise') || name.startsWith('exact') ? [] : [answer])
    },
  } as unknown as ClickHouse
  return { ch, asked }
}

it('no text of the caller stands in any SQL', async () => {
  for (const sort of ['start', 'cost']) {
    const { ch, asked } = capturing()
    const texts = [
      'name',
      'model',
      'provider',
      'service',
      'user',
      'session',
      'environment',
      'tag',
      'tool',
      'prompt',
      'errorType',
    ]
    const query = TraceListQuery.parse({
      ...Object.fromEntries(texts.map((key) => [key, [NASTY]])),
      q: `word ${NASTY}`,
      minTokens: 7123,
      sort,
    })
    await listTraces({ ch, projectId: NASTY }, { query, nowMs: 1_000_000 })
    expect(asked.length).toBeGreaterThan(3)
    for (const { sql } of asked) {
      expect(sql).not.toContain(NASTY)
      expect(sql).not.toContain('7123')
    }
    expect(asked.every(({ params }) => params['projectId'] === NASTY)).toBe(true)
    expect(asked.some(({ params }) => JSON.stringify(params['f_tool']) === JSON.stringify([NASTY]))).toBe(
      true,
    )
  }
})

it('each given filter adds one condition, and a repeated one means any of its values', () => {
  const { spans, params } = tracePredicates(TraceFilter.parse({ model: ['a', 'b'], tag: 'x', error: 'true' }))
  expect(spans.map((span) => span.sql)).toEqual([
    'model IN ({f_model:Array(String)})',
    'hasAny(tags, {f_tag:Array(String)})',
    'is_error = 1',
  ])
  expect(params).toEqual({ f_model: ['a', 'b'], f_tag: ['x'] })
})

it('a search text without a word, or with too many, is refused', () => {
  for (const q of ['%_', ' .,;"\'', Array.from({ length: 65 }, (_, i) => `w${i}`).join(' ')]) {
    expect(() => tracePredicates({ q })).toThrow(expect.objectContaining({ code: 'invalid' }))
  }
  expect(tracePredicates({ q: 'Zürich, 東京' }).params).toEqual({ words: 'Zürich 東京' })
})
