import type { VersionChange } from '@assay/contract/api/version-change'
import { z } from 'zod'
import { nsToInstant } from './instant.ts'
import { IN_SPAN_RANGE, type Scope, spanRangeParams } from './scope.ts'
import type { TimeRange } from './time-range.ts'

/** Parts of the range of which spans are drawn. */
const PARTS = 48n
const MOST_DRAWN = 4000
/** Names with versions of which the first sights are compared. */
const MOST_VERSIONS = 2000
/** What was there so long before the range is not new in it; no longer than the range itself. */
const LONGEST_BEFORE_NS = 7n * 86_400_000_000_000n

const Row = z.object({ name: z.string(), version: z.string(), firstNs: z.string() })

// What came from: an earlier version of the same thing makes the later one new.
const news = (sights: string) => `
SELECT what AS name, seen_version AS version, toString(first) AS firstNs
FROM (
  SELECT what, seen_version, first, min(first) OVER (PARTITION BY what) AS oldest FROM (${sights})
)
WHERE first > oldest AND first >= {fromNs:Int64}
ORDER BY first`

const PROMPTS_SQL = news(`
  SELECT prompt_name AS what, prompt_version AS seen_version, min(toUnixTimestamp64Nano(start_time)) AS first
  FROM spans WHERE ${IN_SPAN_RANGE} AND prompt_name != '' AND prompt_version != ''
  GROUP BY what, seen_version ORDER BY first DESC LIMIT ${MOST_VERSIONS}`)

const EVALUATORS_SQL = news(`
  SELECT source AS what, evaluator_version AS seen_version, min(toUnixTimestamp64Nano(time)) AS first
  FROM score_points
  WHERE project_id = {projectId:String} AND name = {name:String} AND evaluator_version != ''
    AND time >= fromUnixTimestamp64Nano({loNs:Int64}, 'UTC') AND time <= fromUnixTimestamp64Nano({hiNs:Int64}, 'UTC')
    AND toStartOfHour(time) >= toStartOfHour(fromUnixTimestamp64Nano({loNs:Int64}, 'UTC'))
    AND toStartOfHour(time) <= toStartOfHour(fromUnixTimestamp64Nano({hiNs:Int64}, 'UTC'))
  GROUP BY what, seen_version ORDER BY first DESC LIMIT ${MOST_VERSIONS}`)

// Versions of services stand in the bodies alone. So the first, the last and two more spans of each part are looked up.
const SERVICES_SQL = news(`
  SELECT JSONExtractString(resource, 'a', 'service.name') AS what,
    JSONExtractString(resource, 'a', 'service.version') AS seen_version, min(toUnixTimestamp64Nano(start_time)) AS first
  FROM span_content
  WHERE ${IN_SPAN_RANGE} AND (trace_id, span_id) IN (
    SELECT arrayJoin([argMin(ids, at), argMax(ids, at), argMin(ids, place), argMax(ids, place)])
    FROM (
      SELECT service, (trace_id, span_id) AS ids, toUnixTimestamp64Nano(start_time) AS at, cityHash64(span_id) AS place,
        if(at < {fromNs:Int64}, -1, intDiv(at - {fromNs:Int64}, {partNs:Int64})) AS part
      FROM spans WHERE ${IN_SPAN_RANGE} AND service != ''
    )
    GROUP BY service, part ORDER BY part DESC LIMIT ${MOST_DRAWN}
  )
  GROUP BY what, seen_version HAVING what != '' AND seen_version != ''`)

const KINDS = { service: SERVICES_SQL, prompt: PROMPTS_SQL, evaluator: EVALUATORS_SQL } as const

/**
 * Which versions of services, of prompts or of evaluators appeared in a range, where another was there before? Earliest first. What was
 * there within as long before the range, at most a week, is not new. Services are looked for in a few spans of each 48th of the range.
 *
 * @param args.name Of the score, for `evaluator`.
 */
export async function newVersions(
  scope: Scope,
  args: { kind: VersionChange['kind']; range: TimeRange; name: string },
): Promise<VersionChange[]> {
  const { kind, range, name } = args
  const length = range.to - range.from
  const before = length < LONGEST_BEFORE_NS ? length : LONGEST_BEFORE_NS
  const rows = await scope.ch.query({
    name: `new-versions-of-${kind}s`,
    sql: KINDS[kind],
    params: {
      ...spanRangeParams(scope.projectId, range.from - before, range.to - 1n),
      fromNs: range.from.toString(),
      partNs: (length / PARTS + 1n).toString(),
      ...(kind === 'evaluator' && { name }),
    },
    rows: Row,
    ...(scope.signal && { signal: scope.signal }),
  })
  return rows.map((row) => ({
    kind,
    name: row.name,
    version: row.version,
    time: nsToInstant(BigInt(row.firstNs)),
  }))
}
