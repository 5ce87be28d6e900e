import { SCORE_TARGETS } from '@assay/contract/score-row'
import { z } from 'zod'
import type { Scope } from './scope.ts'
import { IN_SCORE_RANGE, POINT_SETTINGS, POINTS, scoreRangeParams } from './score-conditions.ts'
import { HAS_VALUE } from './score-measures.ts'
import type { TimeRange } from './time-range.ts'

/** A score as drift compares it. */
export const DriftScore = z.object({
  id: z.string(),
  /** All zero for a session. */
  traceId: z.string(),
  timeMs: z.number(),
  name: z.string(),
  version: z.string(),
  source: z.string(),
  target: z.enum(SCORE_TARGETS),
  value: z.number().nullable(),
  label: z.string(),
  probability: z.number(),
  model: z.string(),
  promptName: z.string(),
  promptVersion: z.string(),
})
export type DriftScore = z.infer<typeof DriftScore>

/** Names that are read, those with most scores. */
const MOST_NAMES = 20
const MILLION = 1_000_000
const IS_GIVEN = `error_type = '' AND (label != '' OR ${HAS_VALUE})`
/** What is drawn: traces as `driftCalls` draws them; a score of a session stands for itself. */
const DRAWN_BY = `if(trace_id = toFixedString('', 16), sipHash64(score_id), sipHash64(trace_id))`

/**
 * Which scores stand for a time? Of each of the most frequent names, one of each kind of target of each trace and of as many traces as may
 * be, drawn evenly by hash. Scores that were sent again count once, evaluations that failed do not.
 *
 * @param args.most Most scores of one name.
 */
export async function driftScores(
  scope: Scope,
  { range, most }: { range: TimeRange; most: number },
): Promise<DriftScore[]> {
  const params = scoreRangeParams(scope.projectId, range)
  const more = { settings: POINT_SETTINGS, ...(scope.signal && { signal: scope.signal }) }
  const names = await scope.ch.query({
    name: 'drift-score-names',
    sql: `SELECT toString(name) AS name, count() AS n FROM score_points WHERE ${IN_SCORE_RANGE} AND ${IS_GIVEN}
GROUP BY name ORDER BY n DESC, name LIMIT ${MOST_NAMES}`,
    params,
    rows: z.object({ name: z.string(), n: z.number() }),
    ...more,
  })
  if (names.length === 0) return []
  return scope.ch.query({
    name: 'drift-scores',
    sql: `
SELECT lower(hex(score_id)) AS id, lower(hex(trace_id)) AS traceId, toUnixTimestamp64Milli(time) AS timeMs, toString(name) AS name,
  toString(evaluator_version) AS version, toString(source) AS source, toString(target) AS target, if(${HAS_VALUE}, value, NULL) AS value, toString(label) AS label,
  inclusion_probability AS probability, toString(model) AS model, toString(prompt_name) AS promptName,
  toString(prompt_version) AS promptVersion
FROM ${POINTS}
WHERE ${IN_SCORE_RANGE} AND ${IS_GIVEN} AND name IN ({names:Array(String)})
  AND ${DRAWN_BY} % ${MILLION} < transform(toString(name), {names:Array(String)}, {shares:Array(UInt32)}, 0)
ORDER BY ${DRAWN_BY}, score_id
LIMIT 1 BY name, evaluator_version, source, target, ${DRAWN_BY}
LIMIT ${2 * MOST_NAMES * most}`,
    params: {
      ...params,
      names: names.map(({ name }) => name),
      shares: names.map(({ n }) => Math.min(MILLION, Math.ceil((most / n) * MILLION))),
    },
    rows: DriftScore,
    ...more,
  })
}
