import type { Pool, PoolClient } from 'pg'
import type { DriftEvidence, DriftRun, DriftSummary } from '@assay/contract/api/drift'
import { inTransaction } from '../in-transaction.ts'

/** Something that drifts, as a run saw it. */
export interface SeenDrift {
  /** Signal and slice. */
  key: string
  method: 'window' | 'online'
  since: Date
  summary: DriftSummary
  evidence: DriftEvidence
}

export interface RunToKeep {
  projectId: string
  /** As it was read before the run. */
  runs: number
  now: Date
  newId: () => string
  /** null: no window was due, and only rates were watched. */
  run: Omit<DriftRun, 'number'> | null
  testedTo: Date | null
  watchedTo: Date
  seen: readonly SeenDrift[]
  /** Keys that were tested and do not drift. */
  calm: readonly string[]
  /** Keys of watched rates that are back where they were. */
  back: readonly string[]
  /** All detectors, by stream; those that are not among them are forgotten. */
  watches: ReadonlyMap<string, unknown>
}

/** A finding ends when so many tests in a row find nothing any more. */
const QUIET_TESTS = 2
/** … or when nothing could be tested for so long. */
const UNSEEN_MS = 14 * 86_400_000
const KEPT_RUNS = 200

/**
 * Keeps what a run found, all or nothing: a process that ends before leaves everything as it was, and the next run does it again.
 *
 * @returns false where another run of the project was kept meanwhile; then nothing is.
 */
export function keepDriftRun(pool: Pool, kept: RunToKeep): Promise<boolean> {
  const { projectId, now } = kept
  return inTransaction(pool, async (tx) => {
    await tx.query(
      `INSERT INTO drift_project (project_id) SELECT id FROM project WHERE id = $1 AND deleted_at IS NULL ON CONFLICT DO NOTHING`,
      [projectId],
    )
    const { rowCount } = await tx.query(
      `UPDATE drift_project SET runs = runs + 1, tested_to = coalesce($3, tested_to), watched_to = $4
       WHERE project_id = $1 AND runs = $2 AND EXISTS (SELECT 1 FROM project WHERE id = $1 AND deleted_at IS NULL)`,
      [projectId, kept.runs, kept.testedTo, kept.watchedTo],
    )
    if (rowCount !== 1) return false
    if (kept.run !== null) await keepRun(tx, projectId, { ...kept.run, number: kept.runs + 1 })
    await keepWatches(tx, projectId, kept.watches)
    for (const seen of kept.seen) await keepSeen(tx, kept, seen)
    const others = [projectId, now] as const
    await tx.query(
      `UPDATE drift_finding SET quiet = quiet + 1 WHERE project_id = $1 AND state <> 'ended' AND method = 'window' AND key = ANY ($2::text[])`,
      [projectId, kept.calm],
    )
    await tx.query(
      `UPDATE drift_finding SET state = 'ended', ended_at = $2 WHERE project_id = $1 AND state <> 'ended'
       AND (quiet >= $3 OR last_seen_at < $4 OR (method = 'online' AND key = ANY ($5::text[])))`,
      [...others, QUIET_TESTS, new Date(now.getTime() - UNSEEN_MS), kept.back],
    )
    return true
  })
}

async function keepRun(tx: PoolClient, projectId: string, run: DriftRun): Promise<void> {
  await tx.query('INSERT INTO drift_run (project_id, number, at, outcome) VALUES ($1, $2, $3, $4)', [
    projectId,
    run.number,
    run.at,
    JSON.stringify(run),
  ])
  await tx.query('DELETE FROM drift_run WHERE project_id = $1 AND number <= $2', [
    projectId,
    run.number - KEPT_RUNS,
  ])
}

async function keepWatches(
  tx: PoolClient,
  projectId: string,
  watches: ReadonlyMap<string, unknown>,
): Promise<void> {
  const streams = [...watches.keys()]
  await tx.query('DELETE FROM drift_watch WHERE project_id = $1 AND stream <> ALL ($2::text[])', [
    projectId,
    streams,
  ])
  await tx.query(
    `INSERT INTO drift_watch (project_id, stream, state) SELECT $1, w.stream, w.state::json
     FROM unnest($2::text[], $3::text[]) AS w (stream, state)
     ON CONFLICT (project_id, stream) DO UPDATE SET state = excluded.state`,
    [projectId, streams, [...watches.values()].map((state) => JSON.stringify(state))],
  )
}

/** Opens a finding, or brings the one of this key up to date: its beginning and its state stay. */
async function keepSeen(
  tx: PoolClient,
  { projectId, now, newId }: RunToKeep,
  seen: SeenDrift,
): Promise<void> {
  await tx.query(
    `INSERT INTO drift_finding (id, project_id, key, method, state, effect, since, found_at, last_seen_at, summary, evidence)
     VALUES ($1, $2, $3, $4, 'open', $5, $6, $7, $7, $8, $9)
     ON CONFLICT (project_id, key) WHERE state <> 'ended' DO UPDATE SET last_seen_at = excluded.last_seen_at, quiet = 0,
       effect = CASE WHEN drift_finding.method = excluded.method THEN excluded.effect ELSE drift_finding.effect END,
       summary = CASE WHEN drift_finding.method = excluded.method THEN excluded.summary ELSE drift_finding.summary END,
       evidence = CASE WHEN drift_finding.method = excluded.method THEN excluded.evidence ELSE drift_finding.evidence END`,
    [
      newId(),
      projectId,
      seen.key,
      seen.method,
      seen.summary.effect,
      seen.since,
      now,
      JSON.stringify(seen.summary),
      JSON.stringify(seen.evidence),
    ],
  )
}
