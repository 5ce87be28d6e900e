import { z } from 'zod'
import { nsToInstant } from './instant.ts'
import { IN_SCORE_RANGE, POINT_SETTINGS, POINTS, scoreRangeParams } from './score-conditions.ts'
import type { Scope } from './scope.ts'
import type { TimeRange } from './time-range.ts'

const MOST_RUNS = 20

const Row = z.object({
  version: z.string(),
  source: z.enum(['metric', 'judge']),
  firstNs: z.string(),
  lastNs: z.string(),
  n: z.number(),
  costs: z.number(),
  costUsd: z.number(),
  costSquared: z.number(),
})

/** What one version of an evaluator scored, with the sums of its costs where they are known. */
export type EvaluatorRunSums = Omit<z.infer<typeof Row>, 'firstNs' | 'lastNs'> & {
  firstTime: string
  lastTime: string
}

/** Scores of our own evaluators; those from outside may have the same name. */
export const OWN_SCORES = `${IN_SCORE_RANGE} AND name = {name:String} AND source IN ('metric', 'judge')`

const SQL = `
SELECT evaluator_version AS version, source, toString(toUnixTimestamp64Nano(min(time))) AS firstNs,
  toString(toUnixTimestamp64Nano(max(time))) AS lastNs, count() AS n, count(cost_usd) AS costs,
  ifNull(sum(cost_usd), 0) AS costUsd, ifNull(sum(cost_usd * cost_usd), 0) AS costSquared
FROM ${POINTS}
WHERE ${OWN_SCORES} AND error_type = ''
GROUP BY version, source
ORDER BY max(time) DESC, version DESC
LIMIT ${MOST_RUNS}`

/** Which versions of an evaluator scored in a range, how much, and at which cost? Those that scored last first. */
export async function evaluatorRuns(
  scope: Scope,
  args: { name: string; range: TimeRange },
): Promise<EvaluatorRunSums[]> {
  const rows = await scope.ch.query({
    name: 'evaluator-runs',
    sql: SQL,
    params: { ...scoreRangeParams(scope.projectId, args.range), name: args.name },
    rows: Row,
    settings: POINT_SETTINGS,
    ...(scope.signal && { signal: scope.signal }),
  })
  return rows.map(({ firstNs, lastNs, ...row }) => ({
    ...row,
    firstTime: nsToInstant(BigInt(firstNs)),
    lastTime: nsToInstant(BigInt(lastNs)),
  }))
}
