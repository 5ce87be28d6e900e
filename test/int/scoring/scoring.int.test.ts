import { afterAll, afterEach, expect, test } from 'vitest'
import { AssayError } from '@assay/contract/error'
import { settleTargets } from '@assay/store/postgres/scoring/settle-targets'
import { describeEngines } from '../engines.ts'
import { countRows as count, draft } from './rule-draft.ts'
import { call, retrieval, spanId, traceId } from './spans.ts'
import { closeShared, startScoring, type Scoring } from './start-scoring.ts'

let scoring: Scoring
afterEach(() => scoring.close())
afterAll(closeShared)

describeEngines('scoring', (open) => {
  test('what a rule asks for is scored, with what was retrieved before as context, and nothing else is', async () => {
    scoring = await startScoring(await open())
    const names = [{ name: 'refusal' }, { name: 'faithfulness' }]
    const p1 = await scoring.addProject(draft({ evaluators: names }))
    const p2 = await scoring.addProject()
    const spans = [retrieval(1, 'It arrives on Monday.'), call(1, 'It arrives on Monday.')]
    await scoring.sendSpans(p1, spans)
    await scoring.sendSpans(p2, spans)
    expect(scoring.told).toHaveLength(1)
    await scoring.workAll()
    const scores = await scoring.scores(p1)
    expect(scores).toMatchObject([
      { name: 'faithfulness', label: 'supported', target: 'span', spanId: spanId(120), ruleId: `${p1}-0` },
      { name: 'refusal', label: 'full_compliance', traceId: traceId(1), rows: 1 },
    ])
    expect(await scoring.scores(p2)).toEqual([])
    expect(await count(scoring, 'scoring_work')).toBe(0)
  })

  test('work that is done again from any point leaves one score of each, and a span sent again replaces its own', async () => {
    scoring = await startScoring(await open())
    const p1 = await scoring.addProject(draft({}))
    await scoring.sendSpans(p1, [call(1, 'On Monday.'), call(2, 'On Tuesday.')])
    const [workId = ''] = scoring.told
    // The process ends after the scores are on disk and before the work is ended.
    const pool = Object.create(scoring.pool, {
      query: { value: scoring.pool.query.bind(scoring.pool) },
      connect: { value: () => Promise.reject(new Error('killed')) },
    }) as typeof scoring.pool
    await scoring.work(workId, { pool })
    expect(await count(scoring, 'scoring_work')).toBe(1)
    await scoring.work(workId)
    await scoring.work(workId)
    expect((await scoring.scores(p1)).map(({ rows }) => rows >= 1)).toEqual([true, true])
    await scoring.sendSpans(p1, [call(1, 'I cannot help with that.')])
    await scoring.workAll()
    expect((await scoring.scores(p1)).map(({ label }) => label)).toEqual(['full_refusal', 'full_compliance'])
    expect(await count(scoring, 'scoring_work')).toBe(0)
  })

  test('a trace is scored when it has settled, by all that was said in it, and once more when more comes', async () => {
    scoring = await startScoring(await open())
    const { pool } = scoring
    const evaluators = [{ name: 'faithfulness' }]
    const p1 = await scoring.addProject(draft({ target: 'trace', filter: {}, evaluators }))
    await scoring.sendSpans(p1, [call(1, 'It arrives on Monday.')])
    let ids = 0
    const settle = (idleMs: number) =>
      settleTargets(pool, {
        target: 'trace',
        now: new Date(Date.now() + 5_000),
        idleMs,
        longestMs: 1e9,
        limit: 10,
        newId: () => `n${ids++}`,
      })
    expect(await settle(60_000)).toEqual([])
    expect(await settle(1_000)).toHaveLength(1)
    await scoring.workAll()
    // Without a context there is nothing to be faithful to.
    expect(await scoring.scores(p1)).toEqual([])
    await scoring.sendSpans(p1, [retrieval(1, 'It arrives on Monday.')])
    expect(await settle(1_000)).toHaveLength(1)
    await scoring.workAll()
    expect(await scoring.scores(p1)).toMatchObject([
      { name: 'faithfulness', target: 'trace', traceId: traceId(1), spanId: spanId(0), rows: 1 },
    ])
    expect(await count(scoring, 'scoring_open')).toBe(0)
  })

  test('a store that is away loses no work and condemns no sample', async () => {
    const clickhouse = await open()
    scoring = await startScoring(clickhouse)
    const p1 = await scoring.addProject(draft({}))
    await scoring.sendSpans(p1, [call(1, 'One.')])
    const [workId = ''] = scoring.told
    const away = { ...clickhouse, query: () => Promise.reject(new AssayError('unavailable', 'away')) }
    for (let times = 0; times < 8; times++) await scoring.work(workId, { clickhouse: away })
    expect(await count(scoring, 'dead_letter')).toBe(0)
    await scoring.workAll()
    expect(await scoring.scores(p1)).toHaveLength(1)
  })

  test('spans of Assay itself are never scored', async () => {
    scoring = await startScoring(await open())
    const p1 = await scoring.addProject(draft({}), draft({ target: 'trace', filter: {} }))
    const body = {
      resourceSpans: [
        {
          resource: { attributes: [{ key: 'service.name', value: { stringValue: 'assay' } }] },
          scopeSpans: [{ spans: [call(1, 'One.')] }],
        },
      ],
    }
    await scoring.send(p1, '/v1/traces', Buffer.from(JSON.stringify(body)))
    expect(await count(scoring, 'scoring_work')).toBe(0)
    expect(await count(scoring, 'scoring_open')).toBe(0)
  })

  test('a rule of a rate draws the same traces each time, and says with which probability', async () => {
    scoring = await startScoring(await open())
    const p1 = await scoring.addProject(draft({ sampling: { rate: 0.3, uniformShare: 0.15 } }))
    const spans = Array.from({ length: 100 }, (_, i) => call(i + 1, `Answer ${i}.`))
    await scoring.sendSpans(p1, spans)
    await scoring.workAll()
    const first = await scoring.scores(p1)
    expect(first.length).toBeGreaterThan(15)
    expect(first.length).toBeLessThan(45)
    await scoring.sendSpans(p1, spans)
    await scoring.workAll()
    expect((await scoring.scores(p1)).map((score) => score.spanId)).toEqual(
      first.map((score) => score.spanId),
    )
  })
})
