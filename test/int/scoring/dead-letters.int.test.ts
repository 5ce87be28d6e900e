import { afterAll, afterEach, expect, test } from 'vitest'
import { countFailures } from '@assay/store/postgres/scoring/count-failures'
import { listDeadLetters } from '@assay/store/postgres/scoring/list-dead-letters'
import { retryDeadLetters } from '@assay/store/postgres/scoring/retry-dead-letters'
import { takeDueWork } from '@assay/store/postgres/scoring/take-due-work'
import { describeEmbedded } from '../engines.ts'
import { countRows as count, draft } from './rule-draft.ts'
import { call, DIES, HANGS, traceId } from './spans.ts'
import { closeShared, HANGING_THREAD, startScoring, type Scoring } from './start-scoring.ts'

let scoring: Scoring
afterEach(() => scoring.close())
afterAll(closeShared)

describeEmbedded('dead letters', (open) => {
  test('a sample that hangs or ends its thread is set aside with its error, the others are scored, and it can be tried again', async () => {
    scoring = await startScoring(await open(), {
      threads: { script: HANGING_THREAD, stuckMs: 4_000 },
    })
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
    expect(
      await countFailures(pool, { projectId: p1, evaluator: '', since: new Date(0), now: new Date() }),
    ).toMatchObject({
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
})
