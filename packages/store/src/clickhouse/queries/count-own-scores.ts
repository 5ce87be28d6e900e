import { z } from 'zod'
import { OWN_SCORES } from './evaluator-runs.ts'
import { POINT_SETTINGS, POINTS, scoreRangeParams } from './score-conditions.ts'
import type { Scope } from './scope.ts'

const DAY_NS = 86_400_000_000_000n

const SQL = `
SELECT countIf(time >= fromUnixTimestamp64Nano({dayNs:Int64}, 'UTC')) AS lastDay, count() AS lastWeek
FROM ${POINTS}
WHERE ${OWN_SCORES} AND error_type = ''`

/** How many scores did an evaluator of ours make of what started in the last day and week? @param args.nowMs Unix time in milliseconds. */
export async function countOwnScores(
  scope: Scope,
  args: { name: string; nowMs: number },
): Promise<{ lastDay: number; lastWeek: number }> {
  const to = BigInt(args.nowMs) * 1_000_000n
  const range = { from: to - 7n * DAY_NS, to }
  const [row] = await scope.ch.query({
    name: 'count-own-scores',
    sql: SQL,
    params: {
      ...scoreRangeParams(scope.projectId, range),
      name: args.name,
      dayNs: (to - DAY_NS).toString(),
    },
    rows: z.object({ lastDay: z.number(), lastWeek: z.number() }),
    settings: POINT_SETTINGS,
    ...(scope.signal && { signal: scope.signal }),
  })
  return row ?? { lastDay: 0, lastWeek: 0 }
}
