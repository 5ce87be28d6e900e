import { beforeAll, expect, test } from 'vitest'
import { ScoreListQuery } from '@assay/contract/api/score-filter'
import { TraceListQuery } from '@assay/contract/api/trace-filter'
import type { ClickHouse } from '@assay/store/clickhouse/open'
import { getSessionScores } from '@assay/store/clickhouse/queries/get-session-scores'
import { getTraceScores } from '@assay/store/clickhouse/queries/get-trace-scores'
import { listScoreNames } from '@assay/store/clickhouse/queries/list-score-names'
import { listScores } from '@assay/store/clickhouse/queries/list-scores'
import { listTraces } from '@assay/store/clickhouse/queries/list-traces'
import { scoredSpans } from '@assay/store/clickhouse/queries/scored-spans'
import { storedScoreTimes } from '@assay/store/clickhouse/queries/stored-score-times'
import { tailTraces } from '@assay/store/clickhouse/queries/tail-traces'
import { describeEngines } from '../engines.ts'
import { insertScores, scoreRow, type TestScore } from './score-rows.ts'
import { BASE_MS, insertSpans, isoAt, spanHex, traceHex, type TestSpan } from './span-rows.ts'

const MINUTE = 60_000
const NOW = BASE_MS + 60 * MINUTE
const RANGE = { from: isoAt(-MINUTE), to: isoAt(60 * MINUTE) }

const SPANS: TestSpan[] = ['a', 'b', 'c', 'd', 'e'].flatMap((trace, i) => [
  {
    trace,
    span: 'root',
    startMs: i * MINUTE,
    service: 'chat',
    user: `u-${trace}`,
    session: 's1',
    tags: ['t'],
  },
  {
    trace,
    span: 'call',
    parent: 'root',
    startMs: i * MINUTE + 10,
    kind: 'llm',
    model: 'small',
    response: `r-${trace}`,
  },
])
const PLACE = { field: 'answer', passage: 0, start: 0, end: 2, quote: 'No' } as const
const SCORES: TestScore[] = [
  { key: '1', trace: 'a', span: 'call', value: -2.5, label: 'bad', atMs: 10, explanation: 'It is wrong.' },
  {
    key: '2',
    trace: 'a',
    span: 'root',
    value: 0.75,
    label: 'good',
    atMs: 0,
    source: 'judge',
    costUsd: 0.5,
    evaluatorVersion: '2',
  },
  { key: '3', trace: 'b', value: 0.25, label: 'bad', atMs: MINUTE },
  { key: '4', trace: 'c', value: 1e9, label: 'good', atMs: 2 * MINUTE },
  {
    key: '5',
    trace: '',
    span: '',
    responseId: 'r-d',
    target: 'span',
    value: 0,
    label: 'bad',
    source: 'otel',
    atMs: 3 * MINUTE,
  },
  { key: '6', trace: 'e', value: null, errorType: 'timeout', atMs: 4 * MINUTE },
  { key: '7', trace: 'e', value: 0.5, name: 'length', atMs: 4 * MINUTE },
  {
    key: '8',
    trace: '',
    target: 'session',
    sessionId: 's1',
    value: 0.125,
    name: 'mood',
    atMs: 0,
    details: { turns: 5 },
  },
  { key: '9', trace: 'a', projectId: 'p2', value: 1 },
]

describeEngines('scores', (open) => {
  let ch: ClickHouse
  const scope = () => ({ ch, projectId: 'p1' })
  const traces = async (query: object) => {
    const page = await listTraces(scope(), {
      query: TraceListQuery.parse({ ...RANGE, ...query }),
      nowMs: NOW,
    })
    return page.traces.map((trace) => Buffer.from(trace.traceId, 'hex').toString().replaceAll('_', ''))
  }
  const scores = async (query: object) =>
    (
      await listScores(scope(), {
        query: ScoreListQuery.parse({ ...RANGE, name: 'quality', ...query }),
        nowMs: NOW,
      })
    ).scores.map((score) => score.value)

  beforeAll(async () => {
    ch = await open()
    await insertSpans(ch, SPANS)
    await insertScores(ch, SCORES)
    await insertScores(ch, SCORES.slice(0, 4))
    await insertScores(ch, [
      {
        ...SCORES[0]!,
        version: 2,
        value: -1.5,
        findings: [{ kind: 'wrong', place: PLACE, evidence: [PLACE], confidence: 0.5, explanation: 'No.' }],
        details: { claims: 2 },
        rule: { id: 'rule', version: 4 },
      },
    ])
  })

  test('of a trace are those of its spans, of itself and of its answers, each once and as it was last said', async () => {
    const found = await getTraceScores(scope(), { traceId: traceHex('a'), spanId: '' })
    expect(found.map(({ value, spanId }) => [value, spanId])).toEqual([
      [0.75, spanHex('root')],
      [-1.5, spanHex('call')],
    ])
    expect(found[1]).toMatchObject({
      explanation: 'It is wrong.',
      ruleId: 'rule',
      ruleVersion: 4,
      label: 'bad',
    })
    expect(found[1]?.findings).toEqual([
      { kind: 'wrong', place: PLACE, evidence: [PLACE], confidence: 0.5, explanation: 'No.' },
    ])
    expect(found[1]).not.toHaveProperty('details')
    const answered = await getTraceScores(scope(), { traceId: traceHex('d'), spanId: spanHex('call') })
    expect(answered.map(({ value, spanId }) => [value, spanId])).toEqual([[0, spanHex('call')]])
  })

  test('that name only a response find its span among a thousand others', async () => {
    const project = 'responses'
    const names = Array.from({ length: 1_001 }, (_, i) => `c${i}`)
    await insertSpans(
      ch,
      names.map((span, i) => ({ project, trace: 'f', span, startMs: i, kind: 'llm', response: `r-${span}` })),
    )
    await insertScores(ch, [
      { key: '1', projectId: project, trace: '', responseId: 'r-c700', target: 'span', value: 0.5 },
      { key: '2', projectId: project, trace: '', responseId: 'r-other', target: 'span', value: 1 },
    ])
    const ask = async (spanId: string) =>
      (await getTraceScores({ ch, projectId: project }, { traceId: traceHex('f'), spanId })).map((score) => [
        score.value,
        score.spanId,
      ])
    const found = [[0.5, spanHex('c700')]]
    expect(await ask('')).toEqual(found)
    expect(await ask(spanHex('c700'))).toEqual(found)
    expect(await ask(spanHex('c701'))).toEqual([])
  })

  test('of one span come with their details', async () => {
    const [score, ...others] = await getTraceScores(scope(), {
      traceId: traceHex('a'),
      spanId: spanHex('call'),
    })
    expect(others).toEqual([])
    expect(score).toMatchObject({
      target: 'span',
      details: { claims: 2 },
      time: isoAt(10).replace('.010Z', '.01Z'),
    })
  })

  test('of a session as a whole are apart from those of its traces', async () => {
    const found = await getSessionScores(scope(), { sessionId: 's1' })
    expect(found).toMatchObject([
      { value: 0.125, sessionId: 's1', traceId: null, spanId: null, details: { turns: 5 } },
    ])
  })

  test('are listed by time and by value, page after page, without those that failed', async () => {
    const byValue = [-1.5, 0, 0.25, 0.75, 1e9]
    expect(await scores({ sort: 'value', order: 'asc' })).toEqual(byValue)
    expect(await scores({})).toEqual([0, 1e9, 0.25, -1.5, 0.75])
    expect(await scores({ state: 'failed' })).toEqual([null])
    const paged: (number | null)[] = []
    let cursor: string | null = null
    do {
      const query = ScoreListQuery.parse({
        ...RANGE,
        name: 'quality',
        sort: 'value',
        order: 'asc',
        limit: 2,
        ...(cursor !== null && { cursor }),
      })
      const page: Awaited<ReturnType<typeof listScores>> = await listScores(scope(), { query, nowMs: NOW })
      paged.push(...page.scores.map((score) => score.value))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(paged).toEqual(byValue)
  })

  test('are found by label, bounds, source, version and slice', async () => {
    expect(await scores({ label: 'bad', sort: 'value' })).toEqual([0.25, 0, -1.5])
    expect(await scores({ min: 0, max: 0.5, sort: 'value' })).toEqual([0.25, 0])
    expect(await scores({ source: ['judge', 'otel'], sort: 'value' })).toEqual([0.75, 0])
    expect(await scores({ version: '2' })).toEqual([0.75])
    expect(await scores({ traceId: traceHex('a'), spanId: spanHex('root') })).toEqual([0.75])
    expect(await scores({ model: 'none' })).toEqual([])
    expect(await scores({ tag: '', label: 'bad', target: 'trace' })).toEqual([0.25])
  })

  test('are told by name, with how many there are, their range, labels, sources and cost', async () => {
    const names = await listScoreNames(scope(), { query: RANGE, nowMs: NOW })
    expect(names.map(({ name }) => name)).toEqual(['length', 'mood', 'quality'])
    expect(names[2]).toEqual({
      name: 'quality',
      targets: ['span', 'trace'],
      sources: ['judge', 'metric', 'otel'],
      versions: ['1', '2'],
      n: 5,
      failed: 1,
      min: -1.5,
      max: 1e9,
      labels: [
        { label: 'bad', n: 3 },
        { label: 'good', n: 2 },
      ],
      costUsd: 0.5,
      lastTime: isoAt(4 * MINUTE).replace('.000Z', 'Z'),
    })
  })

  test('filter traces: one of their scores meets name, bounds and label', async () => {
    expect(await traces({ score: 'quality' })).toEqual(['d', 'c', 'b', 'a'])
    expect(await traces({ score: 'quality', maxScore: 0.3 })).toEqual(['d', 'b', 'a'])
    expect(await traces({ score: 'quality', minScore: 0.5, scoreLabel: 'bad' })).toEqual([])
    expect(await traces({ score: 'quality', scoreLabel: ['good'], user: 'u-a' })).toEqual(['a'])
    expect(await traces({ score: 'mood' })).toEqual([])
    expect(await traces({ score: 'quality', error: 'false', order: 'asc', limit: 2 })).toEqual(['a', 'b'])
  })

  test('sort traces, by the lowest upwards and by the highest downwards', async () => {
    expect(await traces({ score: 'quality', sort: 'score', order: 'asc' })).toEqual(['a', 'd', 'b', 'c'])
    expect(await traces({ score: 'quality', sort: 'score' })).toEqual(['c', 'a', 'b', 'd'])
    const query = TraceListQuery.parse({ ...RANGE, score: 'quality', sort: 'score', order: 'asc', limit: 2 })
    const first = await listTraces(scope(), { query, nowMs: NOW })
    const second = await listTraces(scope(), { query: { ...query, cursor: first.nextCursor! }, nowMs: NOW })
    expect(first.traces[0]?.score).toEqual({ n: 2, min: -1.5, max: 0.75, labels: ['bad', 'good'] })
    expect(second.traces.map(({ traceId }) => traceId)).toEqual([traceHex('b'), traceHex('c')])
    expect(second.nextCursor).toBeNull()
  })

  test('a filter that could not be applied is refused', async () => {
    await expect(traces({ minScore: 1 })).rejects.toMatchObject({ code: 'invalid' })
    await expect(traces({ sort: 'score' })).rejects.toMatchObject({ code: 'invalid' })
    const tail = tailTraces(scope(), { filter: { score: 'quality' }, after: '0', nowMs: NOW })
    await expect(tail).rejects.toMatchObject({ code: 'invalid' })
  })

  test('take their slices from the span, and what it does not say from its trace', async () => {
    const targets = [
      { traceId: traceHex('a'), spanId: '' },
      { traceId: traceHex('a'), spanId: spanHex('call') },
      { traceId: traceHex('z'), spanId: '' },
    ]
    const facts = await scoredSpans(scope(), targets)
    const slices = {
      model: 'small',
      service: 'chat',
      environment: '',
      promptName: '',
      promptVersion: '',
      userId: 'u-a',
      tags: ['t'],
    }
    expect([...facts]).toEqual(
      expect.arrayContaining([
        [`${traceHex('a')}/`, { startNs: BigInt(BASE_MS) * 1_000_000n, sessionId: 's1', slices }],
        [
          `${traceHex('a')}/${spanHex('call')}`,
          { startNs: BigInt(BASE_MS + 10) * 1_000_000n, sessionId: 's1', slices },
        ],
      ]),
    )
    expect(facts.size).toBe(2)
  })

  test('that are stored tell their times, those of sessions too', async () => {
    const [first, , , , , , , ofSession] = SCORES.map(scoreRow)
    const times = await storedScoreTimes(scope(), {
      ids: [first!.scoreId, ofSession!.scoreId, 'ab'.repeat(16)],
      traceIds: [first!.traceId],
      sessionIds: ['s1'],
    })
    expect(times).toEqual(
      new Map([
        [first!.scoreId, first!.timeUnixNano],
        [ofSession!.scoreId, ofSession!.timeUnixNano],
      ]),
    )
  })
})
