import { randomUUID } from 'node:crypto'
import { settleTargets } from '@assay/store/postgres/scoring/settle-targets'
import { afterAll, afterEach, expect, test } from 'vitest'
import { describeEmbedded } from '../engines.ts'
import { addJudged } from './judged-project.ts'
import { countRows as count, draft } from './rule-draft.ts'
import { call, traceId } from './spans.ts'
import { closeShared, startScoring, type Scoring } from './start-scoring.ts'

let scoring: Scoring
afterEach(() => scoring.close())
afterAll(closeShared)

describeEmbedded('texts that Postgres does not take', (open) => {
  test('a session whose id holds a NUL is not scored, and keeps no segment from being loaded', async () => {
    scoring = await startScoring(await open())
    const p = await scoring.addProject(draft({ target: 'session' }))
    const named = (id: string) => ({ 'gen_ai.conversation.id': id })
    await scoring.sendSpans(p, [call(1, 'On Monday.', named('a\0b')), call(2, 'On Tuesday.', named('s2'))])
    const settling = {
      target: 'session',
      now: new Date(Date.now() + 5_000),
      idleMs: 0,
      longestMs: 1e9,
    } as const
    await settleTargets(scoring.pool, { ...settling, limit: 10, newId: randomUUID })
    await scoring.workAll()
    expect((await scoring.scores(p)).map(({ sessionId }) => sessionId)).toEqual(['s2'])
  })

  test('an error or a parameter that holds a NUL or half a character is kept without it, and the work ends', async () => {
    scoring = await startScoring(await open())
    const odd = 'a\0b\ud800c \\u0000'
    const p = await addJudged(scoring, 'http://127.0.0.1:9', {
      rule: { evaluators: [{ name: 'refusal', parameters: { text: odd } }] },
    })
    await scoring.sendSpans(p, [call(1, 'On Monday.')])
    const dead = {
      stage: 'evaluate',
      target: { target: 'span', traceId: traceId(1), spanId: '0000000000000001' },
      evaluator: 'refusal',
      error: odd,
      attempts: 1,
    } as const
    const [workId = ''] = scoring.told
    const threads = {
      ...scoring.threads,
      run: async (task: Parameters<typeof scoring.threads.run>[0]) => {
        const result = await scoring.threads.run(task)
        return { ...result, dead: [...result.dead, dead] }
      },
    }
    await scoring.work(workId, { threads })
    expect(await count(scoring, 'scoring_work')).toBe(0)
    expect(await count(scoring, 'judge_work')).toBe(1)
    const { rows } = await scoring.pool.query<{ error: string }>('SELECT error FROM dead_letter')
    expect(rows.map(({ error }) => error.includes('\0'))).toContain(false)
    expect(rows.some(({ error }) => error.startsWith('ab'))).toBe(true)
  })
})
