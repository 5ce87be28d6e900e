import type { ClickHouse } from '../client.ts'

const TABLES = [
  'spans',
  'span_content',
  'message_bodies',
  'trace_index',
  'trace_starts',
  'facets',
  'logs',
  'scores',
  'score_points',
  'score_hours',
  'score_hours_built',
  'score_hours_seen',
  'metric_points',
  'metric_names',
  'ingest_stats',
] as const

/** Deletes everything that a project has in ClickHouse. */
export async function eraseProject(clickhouse: ClickHouse, projectId: string): Promise<void> {
  for (const table of TABLES) {
    await clickhouse.command(`DELETE FROM ${table} WHERE project_id = {projectId:String}`, { projectId })
  }
}
