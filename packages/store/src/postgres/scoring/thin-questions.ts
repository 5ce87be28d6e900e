import type { Pool } from 'pg'
import { MAY_LEAVE_OUT } from './question-backlogs.ts'

/** Beyond every priority that a rule gives. */
const FIRST = 1_000_000

/**
 * Leaves out waiting questions of a rule by chance. Each stays with the probability `share`, whatever it asks, and its inclusion
 * probability is multiplied by it; those that stay go first and begin to wait anew. What is being asked, what a backfill pays for and what
 * a person tries again is left alone. Those left out are counted.
 *
 * @param input.share Above 0 and below 1. @param input.seed Another one draws anew.
 * @returns how many were left out.
 */
export async function thinQuestions(
  pool: Pool,
  input: { projectId: string; ruleId: string; share: number; seed: string; now: Date },
): Promise<number> {
  const { projectId, ruleId, share, seed, now } = input
  const { rows } = await pool.query<{ left_out: number }>(
    `WITH waiting AS (
       SELECT w.id, ('x' || left(md5($5 || w.id), 8))::bit(32)::bigint / 4294967296.0 < $4::float8 AS stays FROM judge_work w
       WHERE w.project_id = $2 AND w.rule_id = $3 AND ${MAY_LEAVE_OUT}
       FOR UPDATE OF w SKIP LOCKED),
     kept AS (
       UPDATE judge_work SET noted_at = $1, priority = CASE WHEN priority < ${FIRST} THEN priority + ${2 * FIRST} ELSE priority END,
         question = question || jsonb_build_object('probability', (question->>'probability')::float8 * $4::float8,
           'sampling', replace(question->>'sampling', 'all', 'uniform'))
       WHERE id IN (SELECT id FROM waiting WHERE stays)),
     gone AS (
       DELETE FROM judge_work WHERE id IN (SELECT id FROM waiting WHERE NOT stays)
       RETURNING question->'evaluator'->>'name' AS evaluator),
     counted AS (
       INSERT INTO rule_hour (project_id, rule_id, hour, what, evaluator, reason, times)
       SELECT $2, $3, date_trunc('hour', $1::timestamptz, 'UTC'), 'judge_dropped', evaluator, 'left_out', count(*)
       FROM gone GROUP BY evaluator ORDER BY evaluator
       ON CONFLICT (rule_id, hour, what, evaluator, reason) DO UPDATE SET times = rule_hour.times + excluded.times)
     SELECT count(*)::int AS left_out FROM gone`,
    [now, projectId, ruleId, share, seed],
  )
  return rows[0]?.left_out ?? 0
}
