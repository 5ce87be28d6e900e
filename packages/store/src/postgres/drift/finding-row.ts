import { type DriftFinding, DriftSummary } from '@assay/contract/api/drift'

/** Columns of a finding over `drift_finding f`. */
export const FINDING_COLUMNS = `f.id, f.method, f.state, f.since, f.found_at, f.last_seen_at, f.ended_at, f.acknowledged_at, f.note, f.summary,
  coalesce((SELECT u.name FROM app_user u WHERE u.id = f.acknowledged_by),
    (SELECT k.name FROM api_key k WHERE k.id = f.acknowledged_by), f.acknowledged_by) AS by`

export interface FindingRow {
  id: string
  method: DriftFinding['method']
  state: DriftFinding['state']
  since: Date
  found_at: Date
  last_seen_at: Date
  ended_at: Date | null
  acknowledged_at: Date | null
  note: string | null
  summary: unknown
  by: string | null
}

export const toFinding = (row: FindingRow): DriftFinding => ({
  ...DriftSummary.parse(row.summary),
  id: row.id,
  method: row.method,
  state: row.state,
  since: row.since.toISOString(),
  foundAt: row.found_at.toISOString(),
  lastSeenAt: row.last_seen_at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
  acknowledged:
    row.acknowledged_at === null
      ? null
      : { at: row.acknowledged_at.toISOString(), by: row.by, note: row.note },
})
