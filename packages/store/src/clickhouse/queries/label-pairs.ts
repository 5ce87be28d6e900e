import { z } from 'zod'
import { IN_SCORE_RANGE, POINT_SETTINGS, POINTS, scoreRangeParams } from './score-conditions.ts'
import { OWN_SCORES } from './evaluator-runs.ts'
import type { Scope } from './scope.ts'
import type { TimeRange } from './time-range.ts'

/** Kinds of labels that are compared with, those with most. */
const MOST_NAMES = 5
/** Labelled targets; of more, a fair sample, since ids are hashes. */
const MOST_LABELS = 20_000
const MOST_PAIRS = 50_000

const Row = z.object({
  version: z.string(),
  source: z.string(),
  value: z.number().nullable(),
  label: z.string(),
  labelName: z.string(),
  labelSource: z.string(),
  givenValue: z.number().nullable(),
  givenLabel: z.string(),
})
/** A score of an evaluator and what a person, or somebody else from outside, said of the same target. */
export type LabelPair = z.infer<typeof Row>

const FROM_OUTSIDE = `${IN_SCORE_RANGE} AND source IN ('human', 'api') AND error_type = ''`
const TARGET = 'target, trace_id, span_id, session_of_target'
const targetSql = `target, trace_id, span_id, if(target = 'session', session_id, '') AS session_of_target`

const NAMES_SQL = `
SELECT name FROM score_points WHERE ${FROM_OUTSIDE} GROUP BY name ORDER BY count() DESC, name LIMIT ${MOST_NAMES}`

// The traces of the labels come first, so that the index of trace ids holds the scores to few granules.
const SQL = `
WITH labels AS (
  SELECT ${targetSql}, name AS label_name, source AS label_source, argMax(value, version) AS given_value,
    argMax(label, version) AS given_label
  FROM ${POINTS} WHERE ${FROM_OUTSIDE} AND name IN ({labelNames:Array(String)})
  GROUP BY ${TARGET}, label_name, label_source ORDER BY cityHash64(${TARGET}) LIMIT ${MOST_LABELS}
), judged AS (
  SELECT ${targetSql}, evaluator_version, source, value, label
  FROM ${POINTS} WHERE ${OWN_SCORES} AND error_type = '' AND trace_id IN (SELECT trace_id FROM labels)
)
SELECT evaluator_version AS version, judged.source AS source, judged.value AS value, judged.label AS label,
  labels.label_name AS labelName, labels.label_source AS labelSource, labels.given_value AS givenValue,
  labels.given_label AS givenLabel
FROM judged INNER JOIN labels USING (${TARGET})
LIMIT ${MOST_PAIRS}`

/**
 * What did people, or users of the app, say of the targets that an evaluator scored? Of several labels of one name and source on a
 * target the last; empty where there are none.
 */
export async function labelPairs(
  scope: Scope,
  args: { name: string; range: TimeRange },
): Promise<LabelPair[]> {
  const params = { ...scoreRangeParams(scope.projectId, args.range), name: args.name }
  const ask = <T>(name: string, sql: string, rows: z.ZodType<T>, more: Record<string, unknown> = {}) =>
    scope.ch.query({
      name,
      sql,
      params: { ...params, ...more },
      rows,
      settings: POINT_SETTINGS,
      ...(scope.signal && { signal: scope.signal }),
    })
  const names = await ask('label-names', NAMES_SQL, z.object({ name: z.string() }))
  if (names.length === 0) return []
  return ask('label-pairs', SQL, Row, { labelNames: names.map(({ name }) => name) })
}
