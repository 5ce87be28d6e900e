import type { RangeQuery, UserPage } from '@assay/contract/api/session'
import { nsToInstant } from './instant.ts'
import { listGroups } from './list-groups.ts'
import type { Scope } from './scope.ts'
import { toUsage } from './usage.ts'

/**
 * Which users have traces that start in a range? Totals are over those traces, each call counted once.
 *
 * @param args.nowMs Unix time in milliseconds; the end of a range without `to`.
 * @throws AssayError `invalid` for a foreign cursor.
 */
export async function listUsers(scope: Scope, args: { query: RangeQuery; nowMs: number }): Promise<UserPage> {
  const { rows, nextCursor } = await listGroups(scope, 'user_id', args)
  const users = rows.map((row) => ({
    ...toUsage(row),
    userId: row.id,
    firstTime: nsToInstant(BigInt(row.firstNs)),
    lastTime: nsToInstant(BigInt(row.lastNs)),
    traceCount: row.traces,
    sessionCount: row.sessions,
    errorCount: row.errors,
  }))
  return { users, nextCursor }
}
