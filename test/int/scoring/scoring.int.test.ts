import { afterAll, afterEach, expect, test } from 'vitest'
import { RuleDraft } from '@assay/contract/api/rule'
import { AssayError } from '@assay/contract/error'
import { getSessionScores } from '@assay/store/clickhouse/queries/get-session-scores'
import { countFailures } from '@assay/store/postgres/scoring/count-failures'
import { listDeadLetters } from '@assay/store/postgres/scoring/list-dead-letters'
import { retryDeadLetters } from '@assay/store/postgres/scoring/retry-dead-letters'
import { settleTargets } from '@assay/store/postgres/scoring/settle-targets'
import { takeDueWork } from '@assay/store/postgres/scoring/take-due-work'
import { describeEngines } from '../engines.ts'
import { call, DIES, HANGS, retrieval, spanId, traceId } from './spans.ts'
import { closeShared, HANGING_THREAD, startScoring, type Scoring } from './start-scoring.ts'

const draft = (more: object): RuleDraft =>
  RuleDraft.parse({
    name: 'A rule',
    target: 'span',
    filter: { kind: ['llm'] },
    evaluators: [{ name: 'refusal' }],
    ...more,
  })
const count = async (scoring: Scoring, table: string) =>
  (await scoring.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]?.n

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

  test('a session is scored by its last trace, with those before as its history', async () => {
    scoring = await startScoring(await open())
    const p1 = await scoring.addProject(draft({ target: 'session' }))
    const inSession = { 'gen_ai.conversation.id': 's1' }
    await scoring.sendSpans(p1, [call(1, 'On Monday.', inSession), call(2, 'I cannot help.', inSession)])
    const settling = {
      target: 'session',
      now: new Date(Date.now() + 5_000),
      idleMs: 0,
      longestMs: 1e9,
    } as const
    await settleTargets(scoring.pool, { ...settling, limit: 10, newId: () => 'n' })
    await scoring.workAll()
    expect(await scoring.scores(p1)).toMatchObject([
      { target: 'session', sessionId: 's1', traceId: traceId(0), label: 'full_refusal' },
    ])
  })

  test('a session that never pauses is scored as it stands and says so, and once more when it has settled', async () => {
    scoring = await startScoring(await open())
    const { pool } = scoring
    const p1 = await scoring.addProject(draft({ target: 'session' }))
    const inSession = { 'gen_ai.conversation.id': 's1' }
    await scoring.sendSpans(p1, [call(1, 'On Monday.', inSession)])
    let ids = 0
    const settle = (afterMs: number) =>
      settleTargets(pool, {
        target: 'session',
        now: new Date(Date.now() + afterMs),
        idleMs: 100_000,
        longestMs: 600_000,
        limit: 10,
        newId: () => `s${ids++}`,
      })
    const stillComing = async (afterMs: number) => {
      await pool.query('UPDATE scoring_open SET last_seen_at = $1', [new Date(Date.now() + afterMs)])
    }
    await stillComing(300_000)
    expect(await settle(310_000)).toEqual([])
    await stillComing(610_000)
    expect(await settle(620_000)).toHaveLength(1)
    await scoring.workAll()
    const said = async () => {
      const [score] = await getSessionScores(
        { ch: scoring.deps.clickhouse, projectId: p1 },
        { sessionId: 's1' },
      )
      return {
        says: score?.explanation?.includes('Scored as it stood') ?? null,
        goesOn: score?.details?.['goesOn'],
      }
    }
    expect(await said()).toEqual({ says: true, goesOn: true })
    expect(await settle(620_000), 'its age begins anew').toEqual([])
    expect(await settle(720_000)).toHaveLength(1)
    await scoring.workAll()
    expect(await said()).toEqual({ says: false, goesOn: undefined })
    expect(await scoring.scores(p1)).toHaveLength(1)
    expect(await count(scoring, 'scoring_open')).toBe(0)
  })

  test('a sample that hangs or ends its thread is set aside with its error, the others are scored, and it can be tried again', async () => {
    scoring = await startScoring(await open(), { script: HANGING_THREAD, stuckMs: 4_000 })
    const { pool } = scoring
    const p1 = await scoring.addProject(draft({}))
    const spans = [call(1, 'One.'), call(2, 'Two.'), call(3, 'Three.'), call(4, 'Four.')]
    Object.assign(spans[1] ?? {}, { spanId: HANGS })
    Object.assign(spans[2] ?? {}, { spanId: DIES })
    await scoring.sendSpans(p1, spans)
    await scoring.workAll()
    expect((await scoring.scores(p1)).map((score) => score.traceId)).toEqual([traceId(1), traceId(4)])
    const { deadLetters, total } = await listDeadLetters(pool, { projectId: p1, limit: 10 })
    expect(total).toBe(2)
    expect(deadLetters.map(({ what }) => (what.target === 'span' ? what.spanId : '')).sort()).toEqual([
      HANGS,
      DIES,
    ])
    expect(deadLetters.some(({ error }) => error.includes('no progress within 4000 ms'))).toBe(true)
    expect(scoring.threads.stats()).toMatchObject({ busy: 0, replaced: 2 })
    const retry = { projectId: p1, deadLetterId: null, now: new Date(), newId: () => 'again' }
    expect(await retryDeadLetters(pool, { ...retry, projectId: 'another' })).toBe(0)
    expect(await retryDeadLetters(pool, retry)).toBe(2)
    // What is being tried again is not tried a third time, and stays until it is known how that ends.
    expect(await retryDeadLetters(pool, retry)).toBe(0)
    expect(await listDeadLetters(pool, { projectId: p1, limit: 10 })).toMatchObject({ total: 2, waiting: 0 })
    expect(await takeDueWork(pool, { now: new Date(Date.now() + 1000), limit: 10 })).toEqual([
      'retried.again',
    ])
    await scoring.workAll()
    const again = await listDeadLetters(pool, { projectId: p1, limit: 10 })
    expect(again).toMatchObject({ total: 2, waiting: 2 })
    expect(again.deadLetters.map(({ attempts, isRetrying }) => [attempts, isRetrying])).toEqual([
      [2, false],
      [2, false],
    ])
    for (const { firstDiedAt, diedAt } of again.deadLetters) expect(firstDiedAt < diedAt).toBe(true)
    expect(await countFailures(pool, { projectId: p1, evaluator: '', since: new Date(0), now: new Date() })).toMatchObject({
      lastDay: 4,
      lastWeek: 4,
    })
  })

  test('a dead letter is gone when its target is scored after all', async () => {
    const clickhouse = await open()
    scoring = await startScoring(clickhouse)
    const { pool } = scoring
    const p1 = await scoring.addProject(draft({}))
    await scoring.sendSpans(p1, [call(1, 'One.')])
    const [workId = ''] = scoring.told
    const bad = { ...clickhouse, query: () => Promise.reject(new Error('cannot be read')) }
    for (let times = 0; times < 6; times++) await scoring.work(workId, { clickhouse: bad })
    expect(await count(scoring, 'dead_letter')).toBe(1)
    await retryDeadLetters(pool, {
      projectId: p1,
      deadLetterId: null,
      now: new Date(),
      newId: () => 'mended',
    })
    await scoring.workAll()
    expect(await count(scoring, 'dead_letter')).toBe(0)
    expect(await scoring.scores(p1)).toHaveLength(1)
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

  test('work that fails again and again is done piece by piece, and only what fails is set aside', async () => {
    const clickhouse = await open()
    scoring = await startScoring(clickhouse)
    const p1 = await scoring.addProject(draft({}))
    await scoring.sendSpans(p1, [call(1, 'One.'), call(2, 'Two.')])
    const [workId = ''] = scoring.told
    const bad: typeof clickhouse = {
      ...clickhouse,
      query: (query) =>
        JSON.stringify(query.params, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v)).includes(
          traceId(2),
        )
          ? Promise.reject(new Error('cannot be read'))
          : clickhouse.query(query),
    }
    for (let times = 0; times < 6; times++) await scoring.work(workId, { clickhouse: bad })
    expect(await scoring.scores(p1)).toMatchObject([{ traceId: traceId(1) }])
    const { deadLetters } = await listDeadLetters(scoring.pool, { projectId: p1, limit: 10 })
    expect(deadLetters).toMatchObject([{ stage: 'read', error: 'Error: cannot be read' }])
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
