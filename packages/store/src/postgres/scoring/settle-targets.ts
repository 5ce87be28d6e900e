import type { Pool } from 'pg'
import type { ScoringTarget } from '@assay/contract/scoring-target'
import { inTransaction } from '../in-transaction.ts'
import { QUEUE_MS } from './note-work.ts'

export interface Settling {
  target: 'trace' | 'session'
  now: Date
  /** A target is settled when no span of it came for so long … */
  idleMs: number
  /** … or the first one came so long ago: one that never pauses is scored as it stands, and again when so long has passed or it settles. */
  longestMs: number
  limit: number
  newId: () => string
}

interface OpenRow {
  project_id: string
  id: string
  last_seen_at: Date
  share: number
  goes_on: boolean
}

/** What settled in one step. */
export interface Settled {
  workIds: string[]
  /** There were as many as one step takes. */
  isMore: boolean
}

/** Makes work of settled traces or sessions, one for each project and share. */
export async function settleTargets(pool: Pool, settling: Settling): Promise<Settled> {
  const { target, now, idleMs, longestMs, limit, newId } = settling
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<OpenRow>(
      `WITH due AS (
         SELECT project_id, target, id, last_seen_at, share, last_seen_at > $2 AS goes_on FROM scoring_open
         WHERE target = $1 AND (last_seen_at <= $2 OR first_seen_at <= $3) ORDER BY last_seen_at LIMIT $4 FOR UPDATE SKIP LOCKED),
       closed AS (
         DELETE FROM scoring_open WHERE (project_id, target, id) IN (SELECT project_id, target, id FROM due WHERE NOT goes_on)),
       kept AS (
         UPDATE scoring_open SET first_seen_at = $5
         WHERE (project_id, target, id) IN (SELECT project_id, target, id FROM due WHERE goes_on))
       SELECT project_id, id, last_seen_at, share, goes_on FROM due`,
      [target, new Date(now.getTime() - idleMs), new Date(now.getTime() - longestMs), limit, now],
    )
    const alike = Map.groupBy(rows, (row) => `${row.project_id}\n${row.share}`)
    const ids: string[] = []
    for (const settled of alike.values()) {
      const { project_id: projectId, share } = settled[0]!
      const id = `settled.${newId()}`
      const targets = settled.map((row): ScoringTarget => {
        const state = row.goes_on ? ({ goesOn: true } as const) : {}
        return target === 'trace'
          ? { target, traceId: row.id, ...state }
          : { target, sessionId: row.id, ...state }
      })
      // What is settled could not have been scored before it was.
      const settledAt = (row: OpenRow) => (row.goes_on ? now.getTime() : row.last_seen_at.getTime() + idleMs)
      const arrivedAt = new Date(Math.min(...settled.map(settledAt)))
      await tx.query(
        `INSERT INTO scoring_work (id, project_id, targets, arrived_at, due_at, noted_at, live_targets, share)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          ...[id, projectId, JSON.stringify(targets), arrivedAt],
          ...[new Date(now.getTime() + QUEUE_MS), now, targets.length, share],
        ],
      )
      ids.push(id)
    }
    return { workIds: ids, isMore: rows.length === limit }
  })
}
