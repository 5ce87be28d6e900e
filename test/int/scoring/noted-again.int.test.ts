import { afterAll, afterEach, expect, test } from 'vitest'
import { endJudgeWork } from '@assay/store/postgres/scoring/end-judge-work'
import { settleTargets } from '@assay/store/postgres/scoring/settle-targets'
import { describeEmbedded } from '../engines.ts'
import { addJudged } from './judged-project.ts'
import { countRows as count, draft } from './rule-draft.ts'
import { call } from './spans.ts'
import { closeShared, startScoring, type Scoring } from './start-scoring.ts'

let scoring: Scoring
afterEach(() => scoring.close())
afterAll(closeShared)

describeEmbedded('a segment that comes again', (open) => {
  test('whose scores are written and whose questions are answered is not counted, scored or asked about again', async () => {
    let crashes = 0
    scoring = await startScoring(await open(), {
      // The process ends before the file is deleted, and what was noted is done by another one.
      beforeRemoval: async () => {
        if (crashes++ > 0) return
        const later = new Date(Date.now() + 60_000)
        const settling = { target: 'trace', now: later, idleMs: 1, longestMs: 1e9, limit: 10 } as const
        const { workIds } = await settleTargets(scoring.pool, { ...settling, newId: () => 'settled-once' })
        for (const id of [...scoring.told, ...workIds]) await scoring.work(id, { append: scoring.keep })
        const { rows } = await scoring.pool.query<{ id: string }>('SELECT id FROM judge_work')
        expect(rows).toHaveLength(2)
        const ends = rows.map(({ id }) => ({ id, what: 'judged', reason: '' }) as const)
        await endJudgeWork(scoring.pool, ends, new Date())
        throw new Error('killed')
      },
    })
    const project = await addJudged(scoring, 'http://127.0.0.1:1/v1')
    await scoring.addRule(project, draft({ target: 'trace', filter: {} }))
    await scoring.sendSpans(project, [call(1, 'On Monday.'), call(2, 'On Tuesday.')])
    expect(crashes).toBe(2)
    await scoring.workAll()
    for (const table of ['scoring_work', 'scoring_open', 'judge_work'])
      expect([table, await count(scoring, table)]).toEqual([table, 0])
    const { rows } = await scoring.pool.query<{ what: string; times: number }>(
      `SELECT what, sum(times)::int AS times FROM rule_hour WHERE project_id = $1 GROUP BY what ORDER BY what`,
      [project],
    )
    expect(rows).toEqual([
      { what: 'asked', times: 2 },
      { what: 'judged', times: 2 },
      { what: 'sampled', times: 4 },
      { what: 'scored', times: 4 },
    ])
    await scoring.flush()
    expect((await scoring.scores(project)).map(({ rows }) => rows)).toEqual([1, 1, 1, 1])
    // What is noted of the next segment lets go of this one.
    await scoring.sendSpans(project, [call(3, 'On Friday.')])
    expect(await count(scoring, 'scoring_noted')).toBe(1)
  }, 600_000)
})
