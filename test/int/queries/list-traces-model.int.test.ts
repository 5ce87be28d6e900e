import { TraceListQuery, type TraceSort } from '@assay/contract/api/trace-filter'
import { listTraces } from '@assay/store/clickhouse/queries/list-traces'
import type { TraceSummary } from '@assay/contract/api/trace'
import fc from 'fast-check'
import type { ClickHouse } from '@assay/store/clickhouse/open'
import { beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../engines.ts'
import { naiveTraces, type NaiveTrace } from './naive-traces.ts'
import { BASE_MS, insertSpans, isoAt, type TestSpan } from './span-rows.ts'

const MINUTE = 60_000
const MODELS = ['m-a', 'm-b']
const WORDS = ['Refund', 'invoice', 'ZÜRICH']

/** Spans of up to 12 traces: orphans, circles, nested calls, resent spans, equal instants, traces over hours. */
const spanArb = fc.record({
  trace: fc.integer({ min: 0, max: 11 }),
  span: fc.integer({ min: 0, max: 5 }),
  parent: fc.option(fc.integer({ min: 0, max: 7 }), { nil: undefined, freq: 3 }),
  minute: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 300 })),
  durationMs: fc.constantFrom(1, 5, 5, 100, 90_000),
  kind: fc.constantFrom('llm', 'llm', 'embedding', 'chain', 'span'),
  error: fc.integer({ min: 0, max: 5 }),
  model: fc.constantFrom('', ...MODELS),
  user: fc.constantFrom('', 'ann', 'bob'),
  input: fc.option(fc.integer({ min: 0, max: 50 }), { nil: undefined }),
  output: fc.option(fc.integer({ min: 0, max: 50 }), { nil: undefined }),
  cost: fc.option(fc.constantFrom(0, 0.25, 0.5, 1), { nil: undefined }),
  isServerSide: fc.integer({ min: 0, max: 6 }),
  word: fc.constantFrom('', ...WORDS),
})

/** A start belongs to the span, not to the sending: it is fixed by the ids. */
function toSpans(drawn: readonly (typeof spanArb extends fc.Arbitrary<infer T> ? T : never)[]): TestSpan[] {
  const starts = new Map<string, number>()
  return drawn.map((d, index) => {
    const key = `${d.trace}/${d.span}`
    const startMs = starts.get(key) ?? d.minute * MINUTE
    starts.set(key, startMs)
    return {
      trace: `t${d.trace}`,
      span: `s${d.span}`,
      startMs,
      durationMs: d.durationMs,
      kind: d.kind,
      error: d.error === 0,
      model: d.model,
      user: d.user,
      isServerSide: d.isServerSide === 0,
      inputText: d.word === '' ? '' : `please see ${d.word}, thanks`,
      version: index + 1,
      ...(d.parent !== undefined && { parent: `s${d.parent}` }),
      ...(d.input !== undefined && { input: d.input }),
      ...(d.output !== undefined && { output: d.output }),
      ...(d.cost !== undefined && { cost: d.cost }),
    }
  })
}

const FILTERS = {
  model: fc.constantFrom(...MODELS),
  user: fc.constantFrom('ann', 'bob'),
  error: fc.constantFrom('true', 'false'),
  q: fc.constantFrom('refund', 'INVOICE please', 'zürich'),
  minTokens: fc.integer({ min: 0, max: 120 }),
  maxCostUsd: fc.constantFrom(0.25, 1, 2),
  minDurationMs: fc.constantFrom(5, 1000, 100_000),
}
const FILTER_NAMES = Object.keys(FILTERS) as (keyof typeof FILTERS)[]

const allArb = fc.record({
  sort: fc.constantFrom<NaiveSort>('start', 'start', 'start', 'duration', 'tokens', 'cost', 'errors'),
  order: fc.constantFrom('asc', 'desc'),
  limit: fc.integer({ min: 1, max: 5 }),
  fromMinute: fc.oneof(fc.constant(-5), fc.integer({ min: -5, max: 100 })),
  toMinute: fc.oneof(fc.constant(310), fc.integer({ min: 1, max: 310 })),
  ...FILTERS,
})
/** At most two filters, so that enough traces are left to be put in order. */
const queryArb = fc.tuple(allArb, fc.subarray(FILTER_NAMES, { maxLength: 2 })).map(([all, kept]) => {
  const filter = (name: keyof typeof FILTERS) => kept.includes(name)
  const { model, user, error, q, minTokens, maxCostUsd, minDurationMs, ...rest } = all
  return {
    ...rest,
    model: filter('model') ? model : undefined,
    user: filter('user') ? user : undefined,
    error: filter('error') ? error : undefined,
    q: filter('q') ? q : undefined,
    minTokens: filter('minTokens') ? minTokens : undefined,
    maxCostUsd: filter('maxCostUsd') ? maxCostUsd : undefined,
    minDurationMs: filter('minDurationMs') ? minDurationMs : undefined,
  }
})
type Drawn = typeof queryArb extends fc.Arbitrary<infer T> ? T : never

function matches(trace: NaiveTrace, q: Drawn): boolean {
  const some = (test: (span: TestSpan) => boolean) => trace.spans.some(test)
  const words = q.q?.toLowerCase().split(' ') ?? []
  return (
    trace.startMs >= q.fromMinute * MINUTE &&
    trace.startMs < q.toMinute * MINUTE &&
    (q.model === undefined || some((s) => s.model === q.model)) &&
    (q.user === undefined || some((s) => s.user === q.user)) &&
    (q.error === undefined || trace.errors > 0 === (q.error === 'true')) &&
    (q.q === undefined || some((s) => words.every((w) => (s.inputText ?? '').toLowerCase().includes(w)))) &&
    (q.minTokens === undefined || (trace.tokens !== null && trace.tokens >= q.minTokens)) &&
    (q.maxCostUsd === undefined || (trace.cost !== null && trace.cost <= q.maxCostUsd)) &&
    (q.minDurationMs === undefined || trace.durationMs >= q.minDurationMs)
  )
}

/** A score is no part of the naive trace. */
type NaiveSort = Exclude<TraceSort, 'score'>

function compare(sort: NaiveSort, order: 'asc' | 'desc') {
  const sign = order === 'desc' ? -1 : 1
  const value = (t: NaiveTrace) =>
    sort === 'start' ? t.startMs : sort === 'duration' ? t.durationMs : sort === 'errors' ? t.errors : t[sort]
  return (a: NaiveTrace, b: NaiveTrace) => {
    const [x, y] = [value(a), value(b)]
    if ((x === null) !== (y === null)) return x === null ? 1 : -1
    if (x !== y && x !== null && y !== null) return (x - y) * sign
    return (a.id < b.id ? -1 : 1) * sign
  }
}

describeEngines('a list of traces, held against a naive reading', (open) => {
  let ch: ClickHouse
  beforeAll(async () => {
    ch = await open()
  })
  let project = 0
  it('pages hold exactly the matching traces, each once, in order, with the same totals', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(spanArb, { minLength: 1, maxLength: 60 }),
        fc.array(queryArb, { minLength: 3, maxLength: 6 }),
        async (drawn, queries) => {
          const own = `prop${++project}`
          const spans = toSpans(drawn).map((span) => ({ ...span, project: own }))
          const cut = Math.floor(spans.length / 2)
          await insertSpans(ch, spans.slice(0, cut))
          await insertSpans(ch, spans.slice(cut))
          const model = naiveTraces(spans, own)
          for (const q of queries) {
            const expected = model.filter((trace) => matches(trace, q)).sort(compare(q.sort, q.order))
            const found = await allPages(own, q)
            expect(found.map((t) => t.traceId)).toEqual(expected.map((t) => t.id))
            for (const [index, trace] of expected.entries()) {
              const { inputTokens, outputTokens, costUsd } = found[index]!
              const tokens =
                inputTokens === null && outputTokens === null
                  ? null
                  : (inputTokens ?? 0) + (outputTokens ?? 0)
              expect(tokens).toBe(trace.tokens)
              expect(costUsd).toBe(trace.cost)
              expect(found[index]!.durationMs).toBe(trace.durationMs)
              expect(found[index]!.errorCount).toBe(trace.errors)
              expect(found[index]!.spanCount).toBe(trace.spans.length)
            }
          }
        },
      ),
      { numRuns: Number(process.env['ASSAY_PROPERTY_RUNS'] ?? 12) },
    )
  }, 300_000)

  async function allPages(projectId: string, q: Drawn): Promise<TraceSummary[]> {
    const { fromMinute, toMinute, ...rest } = q
    const found: TraceSummary[] = []
    let cursor: string | undefined
    for (let page = 0; page < 30; page++) {
      const query = TraceListQuery.parse({
        ...rest,
        from: isoAt(fromMinute * MINUTE),
        to: isoAt(toMinute * MINUTE),
        cursor,
      })
      const answer = await listTraces({ ch, projectId }, { query, nowMs: BASE_MS })
      expect(answer.traces.length).toBeLessThanOrEqual(q.limit)
      found.push(...answer.traces)
      if (answer.nextCursor === null) return found
      cursor = answer.nextCursor
    }
    throw new Error('the pages have no end')
  }
})
