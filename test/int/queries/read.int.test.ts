import { RangeQuery } from '@assay/contract/api/session'
import { TraceListQuery } from '@assay/contract/api/trace-filter'
import type { ClickHouse } from '@assay/store/clickhouse/open'
import { countSpans } from '@assay/store/clickhouse/queries/count-spans'
import { getSession } from '@assay/store/clickhouse/queries/get-session'
import { getSpanContent } from '@assay/store/clickhouse/queries/get-span-content'
import { getTrace } from '@assay/store/clickhouse/queries/get-trace'
import { getTraceContents } from '@assay/store/clickhouse/queries/get-trace-contents'
import { listFacets } from '@assay/store/clickhouse/queries/list-facets'
import { listSessions } from '@assay/store/clickhouse/queries/list-sessions'
import { listTraces } from '@assay/store/clickhouse/queries/list-traces'
import { listUsers } from '@assay/store/clickhouse/queries/list-users'
import { projectState } from '@assay/store/clickhouse/queries/project-state'
import { tailTraces } from '@assay/store/clickhouse/queries/tail-traces'
import { unpricedModels } from '@assay/store/clickhouse/queries/unpriced-models'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { describeEngines } from '../engines.ts'
import { BASE_MS, insertSpans, isoAt, spanHex, traceHex, type TestSpan } from './span-rows.ts'

const HOUR = 3_600_000
const nowMs = BASE_MS + HOUR

describeEngines('read queries', (open) => {
  let ch: ClickHouse
  let count = 0
  beforeAll(async () => {
    ch = await open()
  })

  /** A project of its own for each test, with these spans. */
  async function project(...batches: TestSpan[][]): Promise<{ ch: ClickHouse; projectId: string }> {
    const projectId = `read-${++count}`
    for (const batch of batches)
      await insertSpans(
        ch,
        batch.map((span) => ({ project: projectId, ...span })),
      )
    return { ch, projectId }
  }
  const list = async (scope: { ch: ClickHouse; projectId: string }, query: object) =>
    (await listTraces(scope, { query: TraceListQuery.parse(query), nowMs })).traces
  const names = async (scope: { ch: ClickHouse; projectId: string }, query: object) =>
    (await list(scope, query)).map((trace) => trace.name)

  const CALL: TestSpan = {
    trace: 'a',
    span: 'call',
    startMs: 10,
    kind: 'llm',
    model: 'm1',
    input: 10,
    output: 5,
    cost: 0.5,
  }

  describe('a list of traces', () => {
    it('a span sent twice is counted once', async () => {
      const root = { trace: 'a', span: 'root', startMs: 0, durationMs: 100 }
      const call = { ...CALL, parent: 'root' }
      const scope = await project([root, call], [root, { ...call, version: 2, input: 11 }], [root])
      const [trace] = await list(scope, {})
      expect(trace).toMatchObject({
        spanCount: 2,
        llmCount: 1,
        inputTokens: 11,
        outputTokens: 5,
        costUsd: 0.5,
      })
      expect(await countSpans(scope, { query: {}, nowMs })).toBe(2)
    })

    it("a parent's repeated usage adds nothing", async () => {
      const scope = await project([
        { ...CALL, span: 'outer' },
        { trace: 'a', span: 'step', parent: 'outer', startMs: 11, kind: 'chain' },
        { ...CALL, span: 'inner', parent: 'step', startMs: 12 },
      ])
      for (const sort of ['start', 'cost', 'tokens']) {
        expect((await list(scope, { sort }))[0]).toMatchObject({
          inputTokens: 10,
          outputTokens: 5,
          costUsd: 0.5,
        })
      }
      expect(await names(scope, { minTokens: 16 })).toEqual([])
      expect(await names(scope, { minTokens: 15 })).toEqual(['outer'])
    })

    it("the client's span counts, not the server's below it", async () => {
      const scope = await project([
        { ...CALL, span: 'client' },
        { trace: 'a', span: 'post', parent: 'client', startMs: 11 },
        { ...CALL, span: 'server', parent: 'post', startMs: 12, input: 12, isServerSide: true },
      ])
      const { summary, spans } = await getTrace(scope, { traceId: traceHex('a') })
      expect(summary).toMatchObject({ inputTokens: 10, costUsd: 0.5 })
      expect(spans.filter((span) => span.isCounted).map((span) => span.name)).toEqual(['client'])
    })

    it('calls with tokens and no price make the cost a lower bound that says so', async () => {
      const { cost: _, ...unpriced } = CALL
      const scope = await project([CALL, { ...unpriced, span: 'free', provider: 'home', model: 'm2' }])
      expect((await list(scope, {}))[0]).toMatchObject({ costUsd: 0.5, unpricedCalls: 1 })
      const { models } = await unpricedModels(scope, { query: {}, nowMs })
      expect(models).toEqual([
        {
          provider: 'home',
          model: 'm2',
          calls: 1,
          inputTokens: 10,
          outputTokens: 5,
          lastTime: '2026-03-01T12:00:00.01Z',
        },
      ])
    })

    it('different spans of a trace may match different filters', async () => {
      const scope = await project([
        { trace: 'a', span: 'root-a', startMs: 0, user: 'ann', session: 's1', tags: ['x', 'y'] },
        { ...CALL, parent: 'root-a', tools: ['find'], errorType: 'timeout', error: true },
        { trace: 'b', span: 'root-b', startMs: 1, user: 'ann' },
      ])
      expect(await names(scope, { user: 'ann', model: 'm1' })).toEqual(['root-a'])
      expect(await names(scope, { tag: 'y', tool: ['find', 'other'], errorType: 'timeout' })).toEqual([
        'root-a',
      ])
      expect(await names(scope, { user: ['ann', 'bob'] })).toEqual(['root-b', 'root-a'])
      expect(await names(scope, { error: 'false' })).toEqual(['root-b'])
      expect(await names(scope, { error: 'true', user: 'bob' })).toEqual([])
    })

    it('a span that matches long after its trace started is found', async () => {
      const scope = await project([
        { trace: 'a', span: 'root', startMs: -20 * HOUR, durationMs: 20 * HOUR },
        { ...CALL, parent: 'root' },
      ])
      expect(await names(scope, { model: 'm1', to: isoAt(-19 * HOUR) })).toEqual(['root'])
      expect(await names(scope, { model: 'm1', from: isoAt(-19 * HOUR) })).toEqual([])
    })

    it('a replaced version of a span matches no longer', async () => {
      const scope = await project(
        [{ ...CALL, inputText: 'first words' }],
        [{ ...CALL, model: 'm9', inputText: 'later words', version: 2 }],
      )
      expect(await names(scope, { model: 'm1' })).toEqual([])
      expect(await names(scope, { q: 'first' })).toEqual([])
      expect(await names(scope, { q: 'later', model: 'm9' })).toEqual(['call'])
    })

    it('words are found regardless of case, all in one span, and quotes do no harm', async () => {
      const scope = await project([
        { ...CALL, inputText: `It's 100% "Größe" of the ORDER_77`, outputText: 'Shipped' },
        { trace: 'b', span: 'other', startMs: 1, inputText: 'the order', outputText: 'unknown' },
      ])
      expect(await names(scope, { q: 'GRÖSSE' })).toEqual([])
      expect(await names(scope, { q: 'GRÖße order' })).toEqual(['call'])
      expect(await names(scope, { q: `it's "order` })).toEqual(['call'])
      expect(await names(scope, { q: `'; DROP TABLE spans; --%_\\` })).toEqual([])
      expect(await names(scope, { q: 'order shipped' })).toEqual([])
      expect(await names(scope, { q: 'shipped', in: 'output' })).toEqual(['call'])
      expect(await names(scope, { q: 'shipped', in: 'input' })).toEqual([])
      expect(await names(scope, { q: 'orde' })).toEqual([])
    })

    it('a search goes through the word index', async () => {
      const rows = await ch.query({
        name: 'explain',
        sql: `EXPLAIN indexes = 1 SELECT trace_id FROM span_content WHERE project_id = {p:String}
          AND (hasAllTokens(lowerUTF8(input_text), tokens(lowerUTF8({q:String}), 'splitByNonAlpha'))
            OR hasAllTokens(lowerUTF8(output_text), tokens(lowerUTF8({q:String}), 'splitByNonAlpha')))`,
        params: { p: 'read-1', q: 'nowhere' },
        rows: z.object({ explain: z.string() }),
      })
      const plan = rows.map((row) => row.explain).join('\n')
      expect(plan).toContain('input_words')
      expect(plan).toContain('output_words')
    })

    it('a trace without its root takes the name of its earliest span and says so', async () => {
      const scope = await project([
        { trace: 'a', span: 'late', parent: 'gone', startMs: 5 },
        { trace: 'a', span: 'early', parent: 'gone', startMs: 2 },
      ])
      expect((await list(scope, {}))[0]).toMatchObject({ name: 'early', hasRoot: false })
      const trace = await getTrace(scope, { traceId: traceHex('a') })
      expect(trace.missingParents).toEqual([spanHex('gone')])
    })

    it('a cursor of another list is refused', async () => {
      const scope = await project([CALL, { ...CALL, trace: 'b' }])
      const query = (more: object) => TraceListQuery.parse({ limit: 1, ...more })
      const { nextCursor } = await listTraces(scope, { query: query({}), nowMs })
      expect(nextCursor).not.toBeNull()
      await expect(
        listTraces(scope, { query: query({ sort: 'cost', cursor: nextCursor }), nowMs }),
      ).rejects.toMatchObject({ code: 'invalid' })
    })
  })

  describe('one trace', () => {
    it('holds its spans by start time with offsets, and only what the wire carried', async () => {
      const scope = await project([
        { trace: 'a', span: 'root', startMs: 0, durationMs: 100 },
        { ...CALL, parent: 'root', durationMs: 2.5 },
      ])
      const { spans, truncated } = await getTrace(scope, { traceId: traceHex('a') })
      expect(truncated).toBeNull()
      expect(spans).toEqual([
        {
          spanId: spanHex('root'),
          name: 'root',
          kind: 'span',
          offsetMs: 0,
          durationMs: 100,
          startTime: '2026-03-01T12:00:00Z',
        },
        {
          spanId: spanHex('call'),
          parentSpanId: spanHex('root'),
          name: 'call',
          kind: 'llm',
          offsetMs: 10,
          durationMs: 2.5,
          startTime: '2026-03-01T12:00:00.01Z',
          model: 'm1',
          inputTokens: 10,
          outputTokens: 5,
          costUsd: 0.5,
          costSource: 'reported',
          isCounted: true,
        },
      ])
    })

    it('a trace beyond the limit is cut, says so, and does not call the parents beyond the cut missing', async () => {
      const scope = await project([
        { trace: 'a', span: 'one', parent: 'three', startMs: 0 },
        { trace: 'a', span: 'two', parent: 'gone', startMs: 1 },
        { trace: 'a', span: 'three', startMs: 2 },
      ])
      const trace = await getTrace(scope, { traceId: traceHex('a'), maxSpans: 2 })
      expect(trace.spans.map((span) => span.name)).toEqual(['one', 'two'])
      expect(trace.truncated).toEqual({ shown: 2, total: 3 })
      expect(trace.missingParents).toEqual([spanHex('gone')])
      expect(trace.summary.spanCount).toBe(3)
    })

    it('the newest body of a span is answered, with its times and ids', async () => {
      const scope = await project(
        [{ ...CALL, attributes: '{"a":1}' }],
        [{ ...CALL, version: 2, attributes: '{"a":2}' }],
      )
      const ids = { traceId: traceHex('a'), spanId: spanHex('call'), logNames: [] }
      const { span, body } = await getSpanContent(scope, ids)
      expect(span.name).toBe('call')
      expect(body.attributes).toBe('{"a":2}')
      expect(Buffer.from(body.spanId).toString('hex')).toBe(ids.spanId)
      expect(body.endTimeUnixNano - body.startTimeUnixNano).toBe(1_000_000n)
      expect(await getTraceContents(scope, { ...ids, spanIds: [ids.spanId, spanHex('gone')] })).toHaveLength(
        1,
      )
      await expect(getSpanContent(scope, { ...ids, spanId: spanHex('gone') })).rejects.toMatchObject({
        code: 'not_found',
      })
    })
  })

  it('facets count each trace once, sent twice or not, and search within values', async () => {
    const spans = [CALL, { ...CALL, trace: 'b' }, { ...CALL, span: 'call2', model: 'm2' }]
    const scope = await project(spans, spans)
    const models = async (query: object) =>
      (await listFacets(scope, { query: { field: 'model', ...query }, nowMs })).facets[0]
    expect(await models({})).toEqual({
      field: 'model',
      values: [
        { value: 'm1', traces: 2 },
        { value: 'm2', traces: 1 },
      ],
      hasMore: false,
    })
    expect((await models({ q: 'M2' }))?.values).toEqual([{ value: 'm2', traces: 1 }])
    expect((await models({ q: '%' }))?.values).toEqual([])
    expect((await models({ to: isoAt(-HOUR) }))?.values).toEqual([])
    expect((await listFacets(scope, { query: {}, nowMs })).facets).toHaveLength(11)
  })

  it('the tail tells each change once, filtered, and resumes where it was cut', async () => {
    const scope = await project([
      { ...CALL, version: 3 },
      { ...CALL, trace: 'b', version: 4 },
      { ...CALL, trace: 'c', version: 5, model: 'm2' },
    ])
    const tail = (after: string | null, more: object = {}) =>
      tailTraces(scope, { filter: {}, after, nowMs, ...more })
    expect(await tail(null)).toEqual({ traces: [], version: '5' })
    const first = await tail('3', { limit: 1 })
    expect(first).toMatchObject({ version: '4', traces: [{ traceId: traceHex('b') }] })
    expect(await tail(first.version)).toMatchObject({ version: '5', traces: [{ traceId: traceHex('c') }] })
    expect(await tail('3', { filter: { model: ['m2'] } })).toMatchObject({ traces: [{ version: '5' }] })
    expect(await tail('5')).toEqual({ traces: [], version: '5' })
  })

  it('an empty project says so', async () => {
    const scope = await project()
    expect(await projectState(scope)).toEqual({ hasSpans: false, traceCount: 0, lastTime: null })
    expect(await list(scope, {})).toEqual([])
    expect(await tailTraces(scope, { filter: {}, after: null, nowMs })).toEqual({ traces: [], version: '0' })
    const full = await project([CALL])
    expect(await projectState(full)).toMatchObject({ hasSpans: true, lastTime: '2026-03-01T12:00:00.01Z' })
  })

  it("no question answers another project's rows", async () => {
    const spans: TestSpan[] = [{ ...CALL, session: 's1', user: 'ann', inputText: 'secret', error: true }]
    await project(spans)
    const other = await project([{ trace: 'z', span: 'mine', startMs: 0, session: 's9' }])
    expect(await names(other, {})).toEqual(['mine'])
    for (const sort of ['start', 'duration', 'tokens', 'cost', 'errors']) {
      expect(await names(other, { sort })).toEqual(['mine'])
    }
    expect(await names(other, { q: 'secret' })).toEqual([])
    expect(await names(other, { user: 'ann' })).toEqual([])
    expect(await names(other, { minTokens: 1 })).toEqual([])
    await expect(getTrace(other, { traceId: traceHex('a') })).rejects.toMatchObject({ code: 'not_found' })
    expect(
      await getTraceContents(other, { traceId: traceHex('a'), logNames: [], spanIds: [spanHex('call')] }),
    ).toEqual([])
    await expect(getSession(other, { sessionId: 's1' })).rejects.toMatchObject({ code: 'not_found' })
    expect((await listSessions(other, { query: RangeQuery.parse({}), nowMs })).sessions).toHaveLength(1)
    expect((await listUsers(other, { query: RangeQuery.parse({}), nowMs })).users).toEqual([])
    const { facets } = await listFacets(other, { query: {}, nowMs })
    expect(facets.flatMap((facet) => facet.values.map((value) => value.value)).toSorted()).toEqual([
      'mine',
      'span',
    ])
    expect((await tailTraces(other, { filter: {}, after: '0', nowMs })).traces.map((t) => t.name)).toEqual([
      'mine',
    ])
    expect((await unpricedModels(other, { query: {}, nowMs })).models).toEqual([])
    expect(await countSpans(other, { query: {}, nowMs })).toBe(1)
    expect((await projectState(other)).traceCount).toBe(1)
  })
})
