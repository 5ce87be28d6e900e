import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { inTransaction } from '@assay/store/postgres/in-transaction'
import { buryTargets, type Burial, MOST_LETTERS } from '@assay/store/postgres/scoring/bury-targets'
import { listDeadLetters } from '@assay/store/postgres/scoring/list-dead-letters'
import { describeEmbedded } from '../engines.ts'
import { addJudged } from './judged-project.ts'
import { says, VERDICT } from './judge-server.ts'
import { call, traceId } from './spans.ts'
import { closeShared, startScoring, type Scoring } from './start-scoring.ts'
import { useJudges } from './use-judges.ts'

const LONG_MS = 600_000
const PATIENT = { timeout: 300_000, interval: 50 }

let scoring: Scoring
afterEach(() => scoring.close())
afterAll(closeShared)
const judges = useJudges()

const { serve } = judges

const sendAnswers = (projectId: string, from: number, count: number) =>
  scoring.sendSpans(
    projectId,
    Array.from({ length: count }, (_, i) => call(from + i, `It arrives on day ${from + i}.`)),
  )
const questions = async (projectId: string) =>
  (
    await scoring.pool.query<{ attempts: number; reason: string | null; at: string }>(
      `SELECT attempts, reason, question->'target'->>'traceId' AS at FROM judge_work WHERE project_id = $1 ORDER BY at`,
      [projectId],
    )
  ).rows
const counts = async (projectId: string, what: string) =>
  (
    await scoring.pool.query<{ reason: string; times: number }>(
      `SELECT reason, sum(times)::int AS times FROM rule_hour WHERE project_id = $1 AND what = $2 GROUP BY reason`,
      [projectId, what],
    )
  ).rows

describeEmbedded('corners of judging', (open) => {
  test(
    'while the judge of a project hangs its free tier goes on, and so do the judges of others',
    async () => {
      scoring = await startScoring(await open())
      const silent = await serve(() => undefined)
      const hanging = await addJudged(scoring, silent.baseUrl)
      const other = await addJudged(scoring, (await serve(says(VERDICT))).baseUrl)
      judges.judge(scoring)
      await sendAnswers(hanging, 1, 20)
      await scoring.workAll()
      await vi.waitFor(() => expect(silent.calls.length).toBeGreaterThan(0), PATIENT)
      await sendAnswers(hanging, 21, 20)
      await sendAnswers(other, 1, 20)
      await scoring.workAll()
      await vi.waitFor(async () => expect(await questions(other)).toEqual([]), PATIENT)
      expect((await scoring.scores(hanging)).length).toBe(40)
      expect((await questions(hanging)).length).toBe(40)
    },
    LONG_MS,
  )

  test(
    'a target that can never be read fails alone, ever later, and ends among what could not be scored',
    async () => {
      const clickhouse = await open()
      scoring = await startScoring(clickhouse)
      const server = await serve(says(VERDICT))
      const p = await addJudged(scoring, server.baseUrl)
      await sendAnswers(p, 1, 12)
      await scoring.workAll()
      // The engine fails on whatever names this trace, as it does on a broken part.
      const broken: typeof clickhouse = {
        ...clickhouse,
        query: (question) =>
          question.name.startsWith('scoring') && JSON.stringify(question.params).includes(traceId(7))
            ? Promise.reject(new Error('Cannot read all data'))
            : clickhouse.query(question),
      }
      Object.assign(scoring.deps, { clickhouse: broken })
      judges.judge(scoring)
      await vi.waitFor(
        async () =>
          expect(await questions(p)).toEqual([{ attempts: 1, reason: 'unreadable_target', at: traceId(7) }]),
        PATIENT,
      )
      for (let attempts = 1; attempts < 5; attempts++) {
        await scoring.pool.query(`UPDATE judge_work SET due_at = now() WHERE project_id = $1`, [p])
        await vi.waitFor(
          async () => expect((await questions(p))[0]?.attempts ?? 5).toBe(attempts + 1),
          PATIENT,
        )
      }
      const { deadLetters } = await listDeadLetters(scoring.pool, { projectId: p, limit: 10 })
      expect(deadLetters).toMatchObject([{ stage: 'judge', what: { traceId: traceId(7) }, attempts: 5 }])
      expect(deadLetters[0]!.error).toContain('Cannot read all data')
    },
    LONG_MS,
  )

  test(
    'questions to a judge that was deleted end by themselves, and the backfill that asked them is done and says why',
    async () => {
      scoring = await startScoring(await open())
      const { pool } = scoring
      const server = await serve(says(VERDICT))
      const p = await addJudged(scoring, server.baseUrl)
      await sendAnswers(p, 1, 4)
      await scoring.workAll()
      const [rule] = (await pool.query<{ id: string }>(`SELECT id FROM rule WHERE project_id = $1`, [p])).rows
      await pool.query(
        `INSERT INTO backfill (id, project_id, rule_id, rule_version, evaluators, skips_scored, from_ns, to_ns, state, is_walked, expected,
           scored, judge_share, budget_calls, due_at, created_at)
         VALUES ($1, $2, $3, 1, '["refusal"]', false, 0, 1, 'running', true, 2, 2, 1, 100, now(), now())`,
        [`b-${p}`, p, rule!.id],
      )
      await pool.query(
        `UPDATE judge_work SET backfill_id = $2 WHERE id IN (SELECT id FROM judge_work WHERE project_id = $1 LIMIT 2)`,
        [p, `b-${p}`],
      )
      await pool.query(`UPDATE rule SET judge_id = NULL WHERE project_id = $1`, [p])
      await pool.query(`DELETE FROM judge WHERE project_id = $1`, [p])
      judges.judge(scoring)
      await vi.waitFor(async () => expect(await questions(p)).toEqual([]), PATIENT)
      expect(server.calls).toEqual([])
      expect(await counts(p, 'judge_dropped')).toEqual([{ reason: 'judge_deleted', times: 2 }])
      const { rows } = await pool.query<{ reason: string }>(
        'SELECT reason FROM backfill WHERE project_id = $1',
        [p],
      )
      expect(rows[0]!.reason).toContain('Its judge was deleted')
    },
    LONG_MS,
  )

  test(
    'the list of what could not be scored holds the newest, and says how many older ones left it',
    async () => {
      scoring = await startScoring(await open())
      const { pool } = scoring
      const p = await scoring.addProject()
      await pool.query(
        `INSERT INTO dead_letter (id, project_id, stage, target, evaluator, error, attempts, first_died_at, died_at)
         SELECT $1 || i, $1, 'read', '{"target": "trace", "traceId": "${traceId(1)}"}', '', 'old', 1, now() - i * interval '1 s', now() - i * interval '1 s'
         FROM generate_series(1, $2::int) AS i`,
        [p, MOST_LETTERS],
      )
      const dead = [2, 3, 4].map((n): Burial => {
        const target = { target: 'trace', traceId: traceId(n) } as const
        return { stage: 'read', target, evaluator: '', error: 'new', attempts: 1 }
      })
      const now = new Date(Date.now() + 1000)
      await inTransaction(pool, (tx) => buryTargets(tx, { projectId: p, dead, now }))
      const list = await listDeadLetters(pool, { projectId: p, limit: 3 })
      expect(list).toMatchObject({ total: MOST_LETTERS, dropped: 3 })
      expect(list.deadLetters.map(({ error }) => error)).toEqual(['new', 'new', 'new'])
      const { rows } = await pool.query(`SELECT 1 FROM dead_letter WHERE id = $1`, [`${p}${MOST_LETTERS}`])
      expect(rows).toEqual([])
    },
    LONG_MS,
  )
})
