import { afterAll, afterEach, expect, test } from 'vitest'
import type { ClickHouse } from '@assay/store/clickhouse/client'
import { getSessionScores } from '@assay/store/clickhouse/queries/get-session-scores'
import { settleTargets } from '@assay/store/postgres/scoring/settle-targets'
import { loadTargets } from '@assay/worker/score/load-task'
import { readTarget } from '@assay/worker/score/thread/read-target'
import { readTraces } from '@assay/worker/score/thread/read-traces'
import { describeEmbedded } from '../engines.ts'
import { countRows as count, draft } from './rule-draft.ts'
import { call, traceId } from './spans.ts'
import { closeShared, startScoring, type Scoring } from './start-scoring.ts'

let scoring: Scoring
afterEach(() => scoring.close())
afterAll(closeShared)

describeEmbedded('scoring of sessions', (open) => {
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
    const settle = async (afterMs: number) => {
      const { workIds } = await settleTargets(pool, {
        target: 'session',
        now: new Date(Date.now() + afterMs),
        idleMs: 100_000,
        longestMs: 600_000,
        limit: 10,
        newId: () => `s${ids++}`,
      })
      return workIds
    }
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

  test('many sessions are read with as many questions as one, each by its own traces', async () => {
    scoring = await startScoring(await open())
    const p1 = await scoring.addProject(draft({ target: 'session' }))
    const ids = Array.from({ length: 12 }, (_, i) => `many-${i}`)
    await scoring.sendSpans(
      p1,
      ids.flatMap((id, i) => [
        call(2 * i + 1, `First of ${id}.`, { 'gen_ai.conversation.id': id }),
        call(2 * i + 2, `Last of ${id}.`, { 'gen_ai.conversation.id': id }),
      ]),
    )
    const { clickhouse } = scoring.deps
    const read = async (sessionIds: readonly string[]) => {
      let questions = 0
      const ch: ClickHouse = {
        ...clickhouse,
        query: (query) => {
          questions++
          return clickhouse.query(query)
        },
      }
      const samples = new Map<string, unknown>()
      const targets = sessionIds.map((sessionId) => ({ target: 'session', sessionId }) as const)
      for await (const loaded of loadTargets({ ch, projectId: p1 }, targets)) {
        const traces = readTraces(loaded.contents)
        for (const target of loaded.targets)
          samples.set(JSON.stringify(target), readTarget(target, traces, loaded))
      }
      return { questions, samples }
    }
    const all = await read(ids)
    const each = []
    for (const id of ids) each.push(await read([id]))
    expect(all.questions).toBe(each[0]?.questions)
    expect(all.samples).toEqual(new Map(each.flatMap(({ samples }) => [...samples])))
    expect(all.samples.size).toBe(ids.length)
  })
})
