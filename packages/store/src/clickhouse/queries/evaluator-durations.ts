import { z } from 'zod'
import { OWN_SCORES } from './evaluator-runs.ts'
import { scoreRangeParams } from './score-conditions.ts'
import type { Scope } from './scope.ts'
import type { TimeRange } from './time-range.ts'

/** Durations of one version: enough for a 95th percentile whose interval is a point or two wide. */
const MOST_DRAWN = 2000
/** Scores of which they are drawn. */
const CONSIDERED = 20_000

const Row = z.object({ version: z.string(), source: z.string(), durationsMs: z.array(z.number()) })

const SQL = `
SELECT version, source, groupArray(duration) AS durationsMs
FROM (
  SELECT evaluator_version AS version, source, score_id, argMax(duration_ms, scores.version) AS duration
  FROM scores
  WHERE ${OWN_SCORES} AND isNotNull(duration_ms) AND cityHash64(score_id) % {thin:UInt32} = 0
  GROUP BY version, source, score_id
  ORDER BY cityHash64(score_id, 'drawn')
  LIMIT ${MOST_DRAWN} BY version, source
)
GROUP BY version, source`

/**
 * How long did scores of an evaluator take, by version and source? A fair sample in milliseconds, at most 2,000 of each version.
 *
 * @param args.count How many scores there are: of many, some are considered for drawing.
 */
export async function evaluatorDurations(
  scope: Scope,
  args: { name: string; range: TimeRange; count: number },
): Promise<z.infer<typeof Row>[]> {
  return scope.ch.query({
    name: 'evaluator-durations',
    sql: SQL,
    params: {
      ...scoreRangeParams(scope.projectId, args.range),
      name: args.name,
      thin: Math.max(1, Math.ceil(args.count / CONSIDERED)),
    },
    rows: Row,
    ...(scope.signal && { signal: scope.signal }),
  })
}
