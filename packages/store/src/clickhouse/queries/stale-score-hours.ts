import { z } from 'zod'
import type { Scope } from './scope.ts'
import type { TimeRange } from './time-range.ts'

const HOUR_NS = 3_600_000_000_000n
const HOUR_SECONDS = 3600

const SQL = `
SELECT toUnixTimestamp(hour) AS hour
FROM (
  SELECT hour, sum(rows) AS seen FROM score_hours_seen
  WHERE project_id = {projectId:String} AND name = {name:String} AND hour >= toDateTime({from:UInt32}, 'UTC')
    AND hour <= toDateTime({to:UInt32}, 'UTC')
  GROUP BY hour
) AS seen_hours
LEFT JOIN (
  SELECT hour, argMax(rows, build) AS done FROM score_hours_built
  WHERE project_id = {projectId:String} AND name = {name:String}
  GROUP BY hour
) AS built_hours USING (hour)
WHERE seen != done`

/**
 * Which hours of a score must be read score by score? Those to which scores came since they were summed up, and those
 * that lie in the range in part. Starts of hours, in seconds since 1970.
 */
export async function staleScoreHours(
  scope: Scope,
  args: { name: string; range: TimeRange },
): Promise<number[]> {
  const { from, to } = args.range
  const rows = await scope.ch.query({
    name: 'stale-score-hours',
    sql: SQL,
    params: { projectId: scope.projectId, name: args.name, from: hourOf(from), to: hourOf(to) },
    rows: z.object({ hour: z.number() }),
    ...(scope.signal && { signal: scope.signal }),
  })
  const edges = [from, to].filter((end) => end % HOUR_NS !== 0n).map(hourOf)
  return [...new Set([...rows.map((row) => row.hour), ...edges])]
}

/** Seconds since 1970 at which the hour of an instant begins, as far as the engine's DateTime reaches. */
const hourOf = (ns: bigint): number =>
  Math.min(Number(ns / HOUR_NS) * HOUR_SECONDS, Math.floor((2 ** 32 - 1) / HOUR_SECONDS) * HOUR_SECONDS)
