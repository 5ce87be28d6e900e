import { z } from 'zod'
import type { ClickHouse } from '../client.ts'
import { MEASURED } from '../queries/score-measures.ts'

/** Hours that one run makes at most; the next one goes on. */
const MAX_HOURS = 10_000
/** Rows that one statement reads at most, unless one hour has more. */
const STATEMENT_ROWS = 1_000_000

const Due = z.object({
  projectId: z.string(),
  name: z.string(),
  hour: z.number(),
  rows: z.number(),
  /** Of the making before; '0' where there is none. */
  lastBuild: z.string(),
})
type Due = z.infer<typeof Due>

const DUE_SQL = `
SELECT project_id AS projectId, name, toUnixTimestamp(hour) AS hour, seen AS rows, toString(last_build) AS lastBuild
FROM (
  SELECT project_id, name, hour, sum(rows) AS seen FROM score_hours_seen
  WHERE (project_id, name, hour) IN (
    SELECT project_id, name, hour FROM score_hours_seen WHERE last_insert >= toDateTime({since:UInt32}, 'UTC')
  )
  GROUP BY project_id, name, hour
  HAVING max(last_insert) <= toDateTime({until:UInt32}, 'UTC')
) AS due
LEFT JOIN (
  SELECT project_id, name, hour, argMax(rows, build) AS done, max(build) AS last_build FROM score_hours_built GROUP BY project_id, name, hour
) AS known USING (project_id, name, hour)
WHERE seen != done
ORDER BY project_id, name, hour
LIMIT ${MAX_HOURS}`

const { label, value } = MEASURED
const labelled = (term: string) => `sumIf(${term}, ${label.has})`
const valued = (term: string) => `sumIf(${term}, ${value.has})`
const W = '1 / inclusion_probability'
const KEYS = `evaluator_version, source, label, target, rule_id, model, service, environment, prompt_name, prompt_version`

const BUILD_SQL = `
INSERT INTO score_hours (project_id, name, hour, ${KEYS}, failed, label_n, label_w, label_ww,
  value_n, value_w, value_ww, value_wy, value_wwy, value_wwyy, value_between, build)
SELECT project_id, name, toStartOfHour(time) AS hour, ${KEYS}, countIf(error_type != ''),
  countIf(${label.has}), ${labelled(W)}, ${labelled(`${W} * ${W}`)},
  countIf(${value.has}), ${valued(W)}, ${valued(`${W} * ${W}`)}, ${valued(`${W} * ${value.y}`)},
  ${valued(`${W} * ${W} * ${value.y}`)}, ${valued(`${W} * ${W} * ${value.y} * ${value.y}`)},
  countIf(${value.has} AND ${value.y} NOT IN (0, 1)),
  {build:UInt64}
FROM score_points FINAL
WHERE project_id = {projectId:String} AND name = {name:String}
  AND toStartOfHour(time) IN (SELECT toDateTime(arrayJoin({hours:Array(UInt32)}), 'UTC'))
GROUP BY project_id, name, hour, ${KEYS}`

const MARK_SQL = `
INSERT INTO score_hours_built
SELECT {projectId:String}, {name:String}, toDateTime(pair.1, 'UTC'), pair.2, {build:UInt64}
FROM (SELECT arrayJoin(arrayZip({hours:Array(UInt32)}, {rows:Array(UInt64)})) AS pair)`

/**
 * Sums up the hours to which scores have come, once none came for a while. Cut short anywhere, or run twice at the same
 * time, it leaves sums that are right or not read.
 *
 * @param args.sinceSeconds,untilSeconds Unix time: hours are looked at to which a score came at or after the first, and
 *   none after the second. 0 for the first looks at all.
 * @param args.newBuild A number that no other making has; those that come later are higher.
 * @returns how many hours were summed up; more may wait when it is 10,000.
 */
export async function buildScoreHours(
  clickhouse: ClickHouse,
  args: { sinceSeconds: number; untilSeconds: number; newBuild: () => bigint; signal?: AbortSignal },
): Promise<number> {
  const due = await clickhouse.query({
    name: 'due-score-hours',
    sql: DUE_SQL,
    params: { since: args.sinceSeconds, until: args.untilSeconds },
    rows: Due,
    ...(args.signal && { signal: args.signal }),
  })
  let hours = 0
  for (const some of statements(due)) {
    if (args.signal?.aborted) break
    const { projectId, name } = some[0]!
    // A clock that was set back must not make this one older than what it replaces.
    const build = some
      .map((hour) => BigInt(hour.lastBuild) + 1n)
      .reduce(later, args.newBuild())
      .toString()
    const about = { projectId, name, build, hours: some.map(({ hour }) => hour) }
    await clickhouse.command(BUILD_SQL, about, { max_threads: 1 })
    await clickhouse.command(MARK_SQL, { ...about, rows: some.map(({ rows }) => rows) })
    hours += some.length
  }
  return hours
}

const later = (a: bigint, b: bigint) => (a > b ? a : b)

/** Neighbours of one project and name, so many as one statement reads. */
function statements(due: readonly Due[]): Due[][] {
  const all: Due[][] = []
  let rows = 0
  for (const hour of due) {
    const last = all.at(-1)
    const isLike = last?.[0]?.projectId === hour.projectId && last[0].name === hour.name
    if (last && isLike && rows + hour.rows <= STATEMENT_ROWS) {
      last.push(hour)
      rows += hour.rows
    } else {
      all.push([hour])
      rows = hour.rows
    }
  }
  return all
}
