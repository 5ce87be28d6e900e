import type { Pool, PoolClient } from 'pg'
import { DEFAULT_DRIFT_SETTINGS, DriftSettings } from '@assay/contract/api/drift'

/** What a project wants watched, and how far the watch has come. */
export interface DriftProject {
  settings: DriftSettings
  changedAt: Date | null
  /** Name of the person or key; null for the defaults. */
  changedBy: string | null
  /** Runs that were kept. */
  runs: number
  testedTo: Date | null
  watchedTo: Date | null
}

/** The settings of a project, defaults where nobody has changed any. */
export async function readDriftProject(db: Pool | PoolClient, projectId: string): Promise<DriftProject> {
  const { rows } = await db.query<{
    settings: unknown
    changed_at: Date | null
    by: string | null
    runs: number
    tested_to: Date | null
    watched_to: Date | null
  }>(
    `SELECT settings, changed_at, runs, tested_to, watched_to, coalesce((SELECT u.name FROM app_user u WHERE u.id = changed_by),
       (SELECT k.name FROM api_key k WHERE k.id = changed_by), changed_by) AS by
     FROM drift_project WHERE project_id = $1`,
    [projectId],
  )
  const [row] = rows
  return {
    settings: row?.settings ? DriftSettings.parse(row.settings) : DEFAULT_DRIFT_SETTINGS,
    changedAt: row?.changed_at ?? null,
    changedBy: row?.by ?? null,
    runs: row?.runs ?? 0,
    testedTo: row?.tested_to ?? null,
    watchedTo: row?.watched_to ?? null,
  }
}
