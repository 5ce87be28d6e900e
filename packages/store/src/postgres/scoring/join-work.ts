import type { Pool } from 'pg'
import type { ScoringTarget } from '@assay/contract/scoring-target'
import { inTransaction } from '../in-transaction.ts'
import { readWork, WORK_COLUMNS, type WaitingWork, type WorkRow } from './find-work.ts'

/**
 * Makes one of several works that wait, so that their targets are read together: this one gets the targets of the oldest others of its
 * project that are scored at the same share and did not fail, and the others are gone. Null where this one is done.
 *
 * @param args.share Of this work, and of the project now, the lower.
 * @param args.most Targets that the work may have in the end, about.
 * @param args.busy Ids of works that are being scored: joining those would score their targets twice.
 * @param args.draw The targets that are scored at the share, of those that were noted.
 */
export async function joinWork(
  pool: Pool,
  args: {
    id: string
    projectId: string
    share: number
    most: number
    busy: readonly string[]
    draw: (targets: readonly ScoringTarget[]) => readonly ScoringTarget[]
  },
): Promise<WaitingWork | null> {
  const { id, projectId, share, most, busy, draw } = args
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<WorkRow>(
      `SELECT ${WORK_COLUMNS} FROM scoring_work WHERE id = $1 FOR UPDATE`,
      [id],
    )
    const [own] = rows
    if (own === undefined) return null
    const { rows: others } = await tx.query<WorkRow>(
      `SELECT ${WORK_COLUMNS} FROM scoring_work
       WHERE id IN (
         SELECT id FROM (
           SELECT id, sum(live_targets * $3::float8 / share) OVER (ORDER BY noted_at, id) AS together FROM scoring_work
           WHERE project_id = $1 AND id <> $2 AND live_targets > 0 AND attempts = 0 AND error IS NULL
             AND share >= $3::float8 AND NOT id = ANY($5::text[])
         ) AS waiting WHERE together <= $4::float8
       ) ORDER BY noted_at, id FOR UPDATE SKIP LOCKED`,
      [projectId, id, share, most, busy],
    )
    const works = [own, ...others].map(readWork)
    // One that came in two works is scored once.
    const targets = new Map(
      works.flatMap(({ targets }) =>
        draw(targets).map((one) => [JSON.stringify({ ...one, goesOn: 0 }), one]),
      ),
    )
    const joined = { ...works[0]!, targets: [...targets.values()], share }
    if (others.length === 0) return joined
    await tx.query('DELETE FROM scoring_work WHERE id = ANY($1::text[])', [others.map((other) => other.id)])
    const { rows: after } = await tx.query<{ arrived_at: Date }>(
      `UPDATE scoring_work SET targets = $2, live_targets = $3, share = $4, arrived_at = least(arrived_at, $5), noted_at = least(noted_at, $6)
       WHERE id = $1 RETURNING arrived_at`,
      [
        ...[id, JSON.stringify(joined.targets), Math.max(1, joined.targets.length), share],
        ...[
          earliest(others.map((other) => other.arrived_at)),
          earliest(others.map((other) => other.noted_at)),
        ],
      ],
    )
    return { ...joined, arrivedAt: after[0]?.arrived_at ?? joined.arrivedAt }
  })
}

const earliest = (dates: readonly Date[]) => new Date(Math.min(...dates.map((date) => date.getTime())))
