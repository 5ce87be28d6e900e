import type { Pool } from 'pg'
import {
  ProbeMeasures,
  type ProbePair,
  type ProbePairPage,
  type ProbePairQuery,
} from '@assay/contract/api/bias-probe'

interface Row {
  number: number
  axis: string
  template: number
  term: number
  repeat: number
  similarity: number | null
  first_group: string
  second_group: string
  a_prompt: string
  a_answer: string | null
  a_measures: unknown
  a_error: string | null
  a_attempts: number
  b_prompt: string
  b_answer: string | null
  b_measures: unknown
  b_error: string | null
  b_attempts: number
}

const FROM = `FROM bias_pair p JOIN bias_call a ON a.run_id = p.run_id AND a.number = p.first_call
  JOIN bias_call b ON b.run_id = p.run_id AND b.number = p.second_call WHERE p.run_id = $1`

/** Pairs of a run with both answers, or why there are none. */
export async function listPairs(pool: Pool, runId: string, query: ProbePairQuery): Promise<ProbePairPage> {
  const where = `${FROM} AND ($2::text IS NULL OR p.axis = $2) ${query.show === 'failed' ? `AND p.similarity IS NULL AND (a.error IS NOT NULL OR b.error IS NOT NULL)` : ''}`
  const order = query.show === 'unlike' ? 'p.similarity NULLS LAST, p.number' : 'p.number'
  const axis = query.axis ?? null
  const counted = await pool.query<{ n: number }>(`SELECT count(*)::int AS n ${where}`, [runId, axis])
  const { rows } = await pool.query<Row>(
    `SELECT p.number, p.axis, p.repeat, p.similarity, p.first_group, p.second_group, a.prompt AS a_prompt, a.answer AS a_answer,
       a.measures AS a_measures, a.error AS a_error, a.attempts AS a_attempts, b.prompt AS b_prompt, b.answer AS b_answer,
       b.measures AS b_measures, b.error AS b_error, b.attempts AS b_attempts
     ${where} ORDER BY ${order} OFFSET $3 LIMIT $4`,
    [runId, axis, query.offset, query.limit],
  )
  return { pairs: rows.map(toPair), total: counted.rows[0]?.n ?? 0 }
}

const measuresOf = (value: unknown): ProbeMeasures | null =>
  value === null ? null : ProbeMeasures.parse(value)

const toPair = (row: Row): ProbePair => ({
  number: row.number,
  axis: row.axis,
  repeat: row.repeat,
  similarity: row.similarity,
  first: {
    group: row.first_group,
    prompt: row.a_prompt,
    answer: row.a_answer,
    measures: measuresOf(row.a_measures),
    error: row.a_error,
    attempts: row.a_attempts,
  },
  second: {
    group: row.second_group,
    prompt: row.b_prompt,
    answer: row.b_answer,
    measures: measuresOf(row.b_measures),
    error: row.b_error,
    attempts: row.b_attempts,
  },
})

/** A pair with both answers, by what was found in them. */
export interface MeasuredPair {
  axis: string
  template: number
  term: number
  first: { group: string; measures: ProbeMeasures }
  second: { group: string; measures: ProbeMeasures }
  similarity: number
}

/** All pairs of a run that have both answers, without their texts. */
export async function measuredPairs(pool: Pool, runId: string): Promise<MeasuredPair[]> {
  const { rows } = await pool.query<Row>(
    `SELECT p.axis, p.template, p.term, p.similarity, p.first_group, p.second_group, a.measures AS a_measures, b.measures AS b_measures
     ${FROM} AND p.similarity IS NOT NULL ORDER BY p.number`,
    [runId],
  )
  return rows.map((row) => ({
    axis: row.axis,
    template: row.template,
    term: row.term,
    first: { group: row.first_group, measures: ProbeMeasures.parse(row.a_measures) },
    second: { group: row.second_group, measures: ProbeMeasures.parse(row.b_measures) },
    similarity: row.similarity ?? 0,
  }))
}
