import { AssayError } from '@assay/contract/error'
import type { TraceSummary } from '@assay/contract/api/trace'
import type { TraceFilter } from '@assay/contract/api/trace-filter'
import { z } from 'zod'
import { meetsFilter } from './meets-filter.ts'
import type { Scope } from './scope.ts'
import { summariseTraces } from './summarise-traces.ts'
import { tracePredicates } from './trace-predicates.ts'
import { tracesWithWords } from './traces-with-words.ts'

const DAY_MS = 86_400_000
const Row = z.object({ traceId: z.string(), newest: z.string() })

const SINCE = `project_id = {projectId:String} AND start_time >= fromUnixTimestamp64Milli({sinceMs:Int64}, 'UTC')`
const CHANGED_SQL = `
SELECT lower(hex(trace_id)) AS traceId, toString(max(version)) AS newest
FROM spans
WHERE ${SINCE} AND version > {after:UInt64}
GROUP BY trace_id
ORDER BY max(version), trace_id
LIMIT {limit:UInt32}`
const NEWEST_SQL = `SELECT '' AS traceId, toString(max(version)) AS newest FROM spans WHERE ${SINCE}`

/**
 * Which traces changed after a version? Answers them as they are now, oldest change first, with the version to
 * ask from next; without `after` only that version. A change beyond `limit` comes with the next call. Looks at
 * spans that started in the last `windowMs`: of a span that took longer to arrive the tail knows nothing.
 *
 * @param args.nowMs Unix time in milliseconds.
 * @param args.windowMs Default one day.
 * @throws AssayError `invalid` for a search text without words, and for a filter by score.
 */
export async function tailTraces(
  scope: Scope,
  args: { filter: TraceFilter; after: string | null; nowMs: number; windowMs?: number; limit?: number },
): Promise<{ traces: TraceSummary[]; version: string }> {
  const predicates = tracePredicates(args.filter)
  if (predicates.score !== null)
    throw new AssayError('invalid', 'scores come after their traces: follow traces without a filter by score')
  const isStart = args.after === null
  const rows = await scope.ch.query({
    name: 'tail-traces',
    sql: isStart ? NEWEST_SQL : CHANGED_SQL,
    params: {
      projectId: scope.projectId,
      sinceMs: Math.max(0, args.nowMs - (args.windowMs ?? DAY_MS)),
      ...(!isStart && { after: args.after, limit: args.limit ?? 100 }),
    },
    rows: Row,
    ...(scope.signal && { signal: scope.signal }),
  })
  const version = rows.at(-1)?.newest ?? args.after ?? '0'
  if (isStart || rows.length === 0) return { traces: [], version }
  const ids = rows.map((row) => row.traceId)
  const digests = await summariseTraces(scope, ids, predicates)
  const withWords = await tracesWithWords(scope, ids, predicates)
  const matching = digests.filter((d) => withWords.has(d.summary.traceId) && meetsFilter(d, args.filter))
  return { traces: matching.map((digest) => digest.summary), version }
}
