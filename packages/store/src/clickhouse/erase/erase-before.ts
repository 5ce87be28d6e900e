import type { ClickHouse } from '../client.ts'

const STATEMENTS = [
  `DELETE FROM spans WHERE project_id = {projectId:String} AND start_time < fromUnixTimestamp64Milli({beforeMs:Int64}, 'UTC')`,
  `DELETE FROM span_content WHERE project_id = {projectId:String} AND start_time < fromUnixTimestamp64Milli({beforeMs:Int64}, 'UTC')`,
  `DELETE FROM message_bodies WHERE project_id = {projectId:String} AND day < toDate(fromUnixTimestamp64Milli({beforeMs:Int64}, 'UTC'))`,
  `DELETE FROM logs WHERE project_id = {projectId:String} AND time < fromUnixTimestamp64Milli({beforeMs:Int64}, 'UTC')`,
  `DELETE FROM scores WHERE project_id = {projectId:String} AND time < fromUnixTimestamp64Milli({beforeMs:Int64}, 'UTC')`,
  `DELETE FROM score_points WHERE project_id = {projectId:String} AND time < fromUnixTimestamp64Milli({beforeMs:Int64}, 'UTC')`,
  // The hour of the instant is read from what is left of it.
  `DELETE FROM score_hours_built WHERE project_id = {projectId:String} AND hour < toDateTime(intDiv({beforeMs:Int64}, 1000), 'UTC')`,
  `DELETE FROM score_hours WHERE project_id = {projectId:String} AND hour < toDateTime(intDiv({beforeMs:Int64}, 1000), 'UTC')`,
  `DELETE FROM score_hours_seen WHERE project_id = {projectId:String} AND hour < toStartOfHour(toDateTime(intDiv({beforeMs:Int64}, 1000), 'UTC'))`,
  `DELETE FROM metric_points WHERE project_id = {projectId:String} AND time < fromUnixTimestamp64Milli({beforeMs:Int64}, 'UTC')`,
  `DELETE FROM metric_names WHERE project_id = {projectId:String} AND last_time < fromUnixTimestamp64Milli({beforeMs:Int64}, 'UTC')`,
  `DELETE FROM trace_index WHERE project_id = {projectId:String} AND last_start < fromUnixTimestamp64Milli({beforeMs:Int64}, 'UTC')`,
  `DELETE FROM trace_starts WHERE project_id = {projectId:String} AND minute < toDateTime(intDiv({beforeMs:Int64}, 1000) - 60, 'UTC')`,
  `DELETE FROM facets WHERE project_id = {projectId:String} AND bucket < toDateTime(intDiv({beforeMs:Int64}, 1000) - 900, 'UTC')`,
  `DELETE FROM ingest_stats WHERE project_id = {projectId:String} AND minute < toDateTime(intDiv({beforeMs:Int64}, 1000) - 60, 'UTC')`,
]

/**
 * Deletes what a project's spans left that started before an instant: rows, bodies, index and facets; and the logs,
 * scores and metrics from before it. A facet step that straddles the instant stays whole, and so do the bodies of its day.
 *
 * @param beforeMs Unix time in milliseconds.
 */
export async function eraseBefore(
  clickhouse: ClickHouse,
  args: { projectId: string; beforeMs: number },
): Promise<void> {
  for (const sql of STATEMENTS) await clickhouse.command(sql, args)
}
