import type { ClickHouse } from '../client.ts'

const SQL = `
DELETE FROM score_hours
WHERE build < {beforeBuild:UInt64} AND (project_id, name, hour, build) NOT IN (
  SELECT project_id, name, hour, max(build) FROM score_hours_built GROUP BY project_id, name, hour
)`

/**
 * Deletes sums of hours that were made anew since, and what a making that was cut short has left.
 *
 * @param args.beforeBuild Only of makings with lower numbers: a younger one may not be finished.
 */
export async function dropOldScoreHours(
  clickhouse: ClickHouse,
  args: { beforeBuild: bigint },
): Promise<void> {
  await clickhouse.command(SQL, { beforeBuild: args.beforeBuild.toString() })
}
