import type { Pool } from 'pg'

/** What a rule may use of a day (UTC); null is no limit. */
export interface DayLimits {
  ruleId: string
  /** `YYYY-MM-DD`. */
  day: string
  calls: number | null
  usd: number | null
}

/** What was used of the day, reservations included. */
export interface DaySpending {
  calls: number
  usd: number
}

/** Takes calls and their greatest cost from a rule's day, in one step for all processes; answers what is used where there is not enough. */
export async function reserveBudget(
  pool: Pool,
  { ruleId, day, calls, usd }: DayLimits,
  wanted: DaySpending,
): Promise<DaySpending | null> {
  const { rowCount } = await pool.query(
    `INSERT INTO scoring_budget (rule_id, day, calls, usd)
     SELECT $1, $2::date, $6::bigint, $3::float8 WHERE ($4::bigint IS NULL OR $4 >= $6) AND ($5::float8 IS NULL OR $5 >= $3)
     ON CONFLICT (rule_id, day) DO UPDATE SET calls = scoring_budget.calls + excluded.calls, usd = scoring_budget.usd + excluded.usd
     WHERE ($4::bigint IS NULL OR scoring_budget.calls + excluded.calls <= $4) AND ($5::float8 IS NULL OR scoring_budget.usd + excluded.usd <= $5)`,
    [ruleId, day, wanted.usd, calls, usd, wanted.calls],
  )
  return rowCount === 0 ? await readSpending(pool, { ruleId, day }) : null
}

/** Corrects what a reservation took: by the difference to the real cost, or by all of it where the call never went out. */
export async function correctBudget(
  pool: Pool,
  { ruleId, day }: Pick<DayLimits, 'ruleId' | 'day'>,
  change: DaySpending,
): Promise<void> {
  await pool.query(
    `UPDATE scoring_budget SET calls = GREATEST(0, calls + $3::bigint), usd = GREATEST(0, usd + $4::float8)
     WHERE rule_id = $1 AND day = $2::date`,
    [ruleId, day, change.calls, change.usd],
  )
}

async function readSpending(
  pool: Pool,
  { ruleId, day }: Pick<DayLimits, 'ruleId' | 'day'>,
): Promise<DaySpending> {
  const { rows } = await pool.query<{ calls: number; usd: number }>(
    'SELECT calls::int AS calls, usd FROM scoring_budget WHERE rule_id = $1 AND day = $2::date',
    [ruleId, day],
  )
  return rows[0] ?? { calls: 0, usd: 0 }
}
