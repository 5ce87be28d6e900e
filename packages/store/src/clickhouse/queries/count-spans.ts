import { z } from 'zod'
import { IN_SPAN_RANGE, spanRangeParams, type Scope } from './scope.ts'
import { timeRange } from './time-range.ts'

const SQL = `SELECT count() AS spans FROM spans FINAL WHERE ${IN_SPAN_RANGE}`

/**
 * How many spans started in a range, each resent one counted once?
 *
 * @param args.nowMs Unix time in milliseconds; the end of a range without `to`.
 */
export async function countSpans(
  scope: Scope,
  args: { query: { from?: string | undefined; to?: string | undefined }; nowMs: number },
): Promise<number> {
  const range = timeRange(args.query, args.nowMs)
  const [row] = await scope.ch.query({
    name: 'count-spans',
    sql: SQL,
    params: spanRangeParams(scope.projectId, range.from, range.to - 1n),
    rows: z.object({ spans: z.number() }),
    ...(scope.signal && { signal: scope.signal }),
  })
  return row?.spans ?? 0
}
