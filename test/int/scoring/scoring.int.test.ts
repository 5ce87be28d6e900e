import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { AssayError } from '@assay/contract/error'
import { readBacklog } from '@assay/store/postgres/scoring/read-backlog'
import { setShare } from '@assay/store/postgres/scoring/set-share'
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
    const settle = async (idleMs: number) => {
      const { workIds } = await settleTargets(pool, {
        target: 'trace',
        now: new Date(Date.now() + 5_000),
        idleMs,
        longestMs: 1e9,
        limit: 10,
        newId: () => `n${ids++}`,
      })
      return workIds
    }
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

  test('while the scorer is behind a share is scored and says so, and what is scored again keeps its highest probability', async () => {
    scoring = await startScoring(await open())
    const { pool } = scoring
    const p1 = await scoring.addProject(draft({}), draft({ target: 'trace', filter: {} }))
    const spans = Array.from({ length: 200 }, (_, i) => call(i + 1, `Answer ${i}.`))
    const probabilities = async () =>
      (
        await scoring.deps.clickhouse.query({
          name: 'probabilities-of-a-test',
          sql: `SELECT lower(hex(trace_id)) AS traceId, target, inclusion_probability AS probability FROM scores FINAL
            WHERE project_id = {projectId:String} AND name = 'refusal' ORDER BY target, traceId`,
          params: { projectId: p1 },
          rows: z.object({ traceId: z.string(), target: z.string(), probability: z.number() }),
        })
      ).map(({ target, probability }) => ({ target, probability }))
    const [first, rest] = [spans.slice(0, 50), spans.slice(50)]
    await scoring.sendSpans(p1, first)
    await scoring.workAll()
    await setShare(pool, { projectId: p1, share: 1 / 4, before: 1 }, new Date())
    // Those of before come again, and are looked at again only in part.
    await scoring.sendSpans(p1, first)
    await scoring.sendSpans(p1, rest)
    const now = new Date(Date.now() + 60_000)
    await settleTargets(pool, {
      target: 'trace',
      now,
      idleMs: 0,
      longestMs: 1e9,
      limit: 1000,
      newId: randomUUID,
    })
    expect((await readBacklog(pool)).stored.targets).toBeLessThan(200)
    await scoring.workAll()
    const all = Map.groupBy(await probabilities(), ({ target, probability }) => `${target} ${probability}`)
    const some = { spans: all.get('span 0.25')?.length ?? 0, traces: all.get('trace 0.25')?.length ?? 0 }
    expect([...all.keys()].sort()).toEqual(['span 0.25', 'span 1', 'trace 0.25'])
    expect(all.get('span 1')).toHaveLength(50)
    // No trace was scored before, so all go by the share of now.
    expect(some.traces).toBeGreaterThan(some.spans)
    expect(some.traces).toBeLessThan(85)
    expect(some.spans).toBeGreaterThan(15)
    expect(some.spans).toBeLessThan(65)
  })

  test('work that was noted before the scorer fell behind is thinned, and every run of it scores the same part', async () => {
    scoring = await startScoring(await open())
    const { pool } = scoring
    const p1 = await scoring.addProject(draft({}))
    await scoring.sendSpans(
      p1,
      Array.from({ length: 100 }, (_, i) => call(i + 1, `Answer ${i}.`)),
    )
    await setShare(pool, { projectId: p1, share: 1 / 8, before: 1 }, new Date())
    const [workId = ''] = scoring.told
    const away = {
      ...scoring.deps.clickhouse,
      query: () => Promise.reject(new AssayError('unavailable', 'away')),
    }
    await scoring.work(workId, { clickhouse: away })
    await setShare(pool, { projectId: p1, share: 1, before: 1 / 8 }, new Date())
    await scoring.work(workId)
    const scored = (await scoring.scores(p1)).length
    expect(scored).toBeGreaterThan(3)
    expect(scored).toBeLessThan(30)
    expect(await count(scoring, 'scoring_pace')).toBe(0)
    await scoring.sendSpans(p1, [call(101, 'One more.')])
    await scoring.workAll()
    expect(await scoring.scores(p1)).toHaveLength(scored + 1)
  })

  test('where no evaluator looks at a context spans are read alone, and scored the same', async () => {
    scoring = await startScoring(await open())
    const of = (...names: string[]) => draft({ evaluators: names.map((name) => ({ name })) })
    const alone = await scoring.addProject(of('refusal', 'answer-language'))
    const beside = await scoring.addProject(of('refusal', 'answer-language', 'faithfulness'))
    const long = 'The parcel was sent from our store and arrives on Monday before noon. '.repeat(20)
    const spans = [1, 2, 3].flatMap((n) => [
      retrieval(n, long),
      call(n, `${long} And number ${n} on Tuesday.`),
    ])
    const { clickhouse } = scoring.deps
    const read = new Map<string, number>()
    for (const project of [alone, beside]) {
      await scoring.sendSpans(project, spans)
      const counting: typeof clickhouse = {
        ...clickhouse,
        async query(query) {
          const rows = await clickhouse.query(query)
          if (query.name === 'scoring-spans') read.set(project, rows.length)
          return rows
        },
      }
      await scoring.work(scoring.told.at(-1) ?? '', { clickhouse: counting })
    }
    expect([read.get(alone), read.get(beside)]).toEqual([3, 6])
    const said = async (project: string) =>
      (await scoring.scores(project)).filter(({ name }) => name !== 'faithfulness')
    const bare = (scores: Awaited<ReturnType<typeof said>>) =>
      scores.map(({ spanId, name, label }) => `${spanId} ${name} ${label}`).sort()
    expect(bare(await said(alone))).toHaveLength(6)
    expect(bare(await said(alone))).toEqual(bare(await said(beside)))
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
