import type { Pool } from 'pg'
import type { ProbeMeasures } from '@assay/contract/api/bias-probe'

/** A prompt that is about to be asked. */
export interface TakenCall {
  number: number
  prompt: string
  /** Before this one. */
  attempts: number
}

/** Takes the next prompt, those that failed before last; null where none waits, or the run is not this holder's to ask any more. */
export async function takeCall(
  pool: Pool,
  { runId, holder }: { runId: string; holder: string },
): Promise<TakenCall | null> {
  const { rows } = await pool.query<TakenCall>(
    `UPDATE bias_call c SET state = 'asked' FROM bias_run r
     WHERE r.id = $1 AND r.holder = $2 AND r.state = 'running' AND c.run_id = r.id AND c.number =
       (SELECT number FROM bias_call WHERE run_id = $1 AND state = 'waiting' ORDER BY attempts, number LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING c.number, c.prompt, c.attempts`,
    [runId, holder],
  )
  return rows[0] ?? null
}

/** Keeps an answer. */
export async function keepAnswer(
  pool: Pool,
  input: {
    runId: string
    number: number
    answer: string
    measures: ProbeMeasures
    model: string | null
    costUsd: number | null
    latencyMs: number
  },
): Promise<void> {
  await pool.query(
    `UPDATE bias_call SET state = 'answered', attempts = attempts + 1, answer = $3, measures = $4, error = NULL, model = $5,
       cost_usd = $6, latency_ms = $7 WHERE run_id = $1 AND number = $2`,
    [
      ...[input.runId, input.number, input.answer, JSON.stringify(input.measures)],
      ...[input.model, input.costUsd, input.latencyMs],
    ],
  )
}

/** Puts a prompt back, or gives it up, with the reason. @param input.counts Whether the attempt was the prompt's own. */
export async function putBackCall(
  pool: Pool,
  input: { runId: string; number: number; error: string | null; counts: boolean; isGivenUp: boolean },
): Promise<void> {
  await pool.query(
    `UPDATE bias_call SET state = $4, attempts = attempts + $5, error = coalesce($3, error)
     WHERE run_id = $1 AND number = $2 AND state = 'asked'`,
    [input.runId, input.number, input.error, input.isGivenUp ? 'failed' : 'waiting', input.counts ? 1 : 0],
  )
}

/** A pair that has both answers. */
export interface CompletePair {
  number: number
  axis: string
  term: number
  firstGroup: string
  secondGroup: string
  first: string
  second: string
}

/** Pairs with a call that have both answers and no likeness yet. */
export async function completePairs(
  pool: Pool,
  { runId, call }: { runId: string; call: number },
): Promise<CompletePair[]> {
  const { rows } = await pool.query<CompletePair>(
    `SELECT p.number, p.axis, p.term, p.first_group AS "firstGroup", p.second_group AS "secondGroup", a.answer AS first, b.answer AS second
     FROM bias_pair p JOIN bias_call a ON a.run_id = p.run_id AND a.number = p.first_call AND a.state = 'answered'
       JOIN bias_call b ON b.run_id = p.run_id AND b.number = p.second_call AND b.state = 'answered'
     WHERE p.run_id = $1 AND (p.first_call = $2 OR p.second_call = $2) AND p.similarity IS NULL`,
    [runId, call],
  )
  return rows
}

/** Keeps how alike the answers of a pair are, 0 to 1. */
export async function keepSimilarity(
  pool: Pool,
  input: { runId: string; number: number; similarity: number },
): Promise<void> {
  await pool.query('UPDATE bias_pair SET similarity = $3 WHERE run_id = $1 AND number = $2', [
    input.runId,
    input.number,
    input.similarity,
  ])
}
