import type { Project } from '@assay/contract/api/account'

/** Columns of table `project`. */
export const PROJECT_COLUMNS = 'id, name, organisation_id, created_at, retention_days'

export interface ProjectRow {
  id: string
  name: string
  organisation_id: string
  created_at: Date
  retention_days: number | null
}

export const toProject = (row: ProjectRow): Project => ({
  id: row.id,
  name: row.name,
  organisationId: row.organisation_id,
  createdAt: row.created_at.toISOString(),
  retentionDays: row.retention_days,
})
