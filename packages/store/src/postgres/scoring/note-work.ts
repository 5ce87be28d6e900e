import type { Pool } from 'pg'
import type { ScoringTarget } from '@assay/contract/scoring-target'
import { inTransaction } from '../in-transaction.ts'

/** Targets of one project that are scored together. */
export interface Work {
  id: string
  projectId: string
  targets: readonly ScoringTarget[]
  /** When the oldest of their spans came. */
  arrivedAt: Date
  /** Of what the rules draw, the part that is scored, above 0 to 1. */
  share: number
}

/** A trace or session of which a span came. */
export interface OpenTarget {
  projectId: string
  target: 'trace' | 'session'
  id: string
  /** As in `Work`. */
  share: number
}

/** How long the queue has before the sweep queues work again. */
export const QUEUE_MS = 60_000

/** What of a segment is to be scored. */
interface Noted {
  segmentId: string
  /** The segment that this process noted before, whose file is deleted by now; null for the first. */
  before: string | null
  works: readonly Work[]
  open: readonly OpenTarget[]
  now: Date
}

/**
 * Keeps what is to be scored, in one transaction and once for each segment: one that comes again after a crash may have been scored, counted
 * and asked about meanwhile. Answers whether it was kept now.
 */
export async function noteWork(pool: Pool, { segmentId, before, works, open, now }: Noted): Promise<boolean> {
  if (works.length + open.length === 0) return false
  return inTransaction(pool, async (tx) => {
    const { rowCount } = await tx.query(
      'INSERT INTO scoring_noted (segment_id, noted_at) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [segmentId, now],
    )
    if (rowCount === 0) return false
    if (before !== null) await tx.query('DELETE FROM scoring_noted WHERE segment_id = $1', [before])
    const dueAt = new Date(now.getTime() + QUEUE_MS)
    for (const { id, projectId, targets, arrivedAt, share } of works)
      await tx.query(
        `INSERT INTO scoring_work (id, project_id, targets, arrived_at, due_at, noted_at, live_targets, share)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING`,
        [id, projectId, JSON.stringify(targets), arrivedAt, dueAt, now, targets.length, share],
      )
    if (open.length === 0) return true
    // In one order, so that two processes never wait for each other.
    const sorted = [...open].sort((a, b) => (a.id < b.id ? -1 : 1))
    await tx.query(
      `INSERT INTO scoring_open (project_id, target, id, share, first_seen_at, last_seen_at)
       SELECT project_id, target, id, share, $5, $5
       FROM unnest($1::text[], $2::text[], $3::text[], $4::float8[]) AS o (project_id, target, id, share)
       ON CONFLICT (project_id, target, id) DO UPDATE SET
         last_seen_at = GREATEST(scoring_open.last_seen_at, excluded.last_seen_at),
         share = GREATEST(scoring_open.share, excluded.share)`,
      [
        ...[sorted.map((o) => o.projectId), sorted.map((o) => o.target), sorted.map((o) => o.id)],
        ...[sorted.map((o) => o.share), now],
      ],
    )
    return true
  })
}
