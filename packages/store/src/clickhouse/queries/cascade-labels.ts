import { z } from 'zod'
import { IN_SCORE_RANGE, POINT_SETTINGS, POINTS, scoreRangeParams } from './score-conditions.ts'
import type { Scope } from './scope.ts'
import type { TimeRange } from './time-range.ts'

/** Labelled targets that are looked at, the newest. */
const MOST_LABELS = 2_000
const MOST_ROWS = 10_000

const Row = z.object({
  /** Its trace, or its session: what lies in one is alike. */
  cluster: z.string(),
  /** Equal for rows of one target. */
  targetKey: z.string(),
  givenValue: z.number().nullable(),
  givenLabel: z.string(),
  /** null and '' where the free tier did not score it in this version. */
  freeValue: z.number().nullable(),
  freeLabel: z.string(),
  /** How sure the free tier was; null where it cannot tell. */
  confidence: z.number().nullable(),
  /** null where no judge gave a verdict in this version; then the rest of the judge says nothing either. */
  judgeModel: z.string().nullable(),
  judgeValue: z.number().nullable(),
  judgeLabel: z.string(),
  /** Probability that the target was chosen for scoring and the judge, and labelled. */
  probability: z.number(),
})
/** What a person, the free tier and a judge said of one target. */
export type CascadeLabel = z.infer<typeof Row>

const TARGET = 'target, trace_id, span_id, session_of_target'
const targetSql = `target, trace_id, span_id, if(target = 'session', session_id, '') AS session_of_target`

/** The last that a source said of each target in one version; a failure is not said. */
const saidSql = (source: 'metric' | 'judge', version: string) => `
  SELECT ${targetSql}, judge_model AS model, argMax(value, version) AS said_value, argMax(label, version) AS said_label,
    argMax(confidence, version) AS sure, argMax(inclusion_probability, version) AS chosen_with
  FROM scores
  WHERE ${IN_SCORE_RANGE} AND name = {name:String} AND source = '${source}' AND evaluator_version = {${version}:String}
    AND error_type = '' AND trace_id IN (SELECT trace_id FROM labels)
  GROUP BY ${TARGET}, model`

// The traces of the labels come first, since `scores` lies by trace. The confidence is in no other table.
const SQL = `
WITH labels AS (
  SELECT ${targetSql}, argMax(value, version) AS given_value, argMax(label, version) AS given_label,
    argMax(inclusion_probability, version) AS labelled_with
  FROM ${POINTS}
  WHERE ${IN_SCORE_RANGE} AND name = {name:String} AND source = 'human' AND error_type = ''
  GROUP BY ${TARGET} ORDER BY max(time) DESC, cityHash64(${TARGET}) LIMIT ${MOST_LABELS}
), free AS (${saidSql('metric', 'freeVersion')}
), judged AS (${saidSql('judge', 'judgeVersion')}
)
SELECT if(target = 'session', session_of_target, lower(hex(trace_id))) AS cluster,
  toString(cityHash64(${TARGET})) AS targetKey, given_value AS givenValue,
  given_label AS givenLabel, free.said_value AS freeValue, free.said_label AS freeLabel, free.sure AS confidence,
  if(judged.chosen_with = 0, NULL, toString(judged.model)) AS judgeModel, judged.said_value AS judgeValue,
  judged.said_label AS judgeLabel, labelled_with * judged.chosen_with AS probability
FROM labels LEFT JOIN free USING (${TARGET}) LEFT JOIN judged USING (${TARGET})
LIMIT ${MOST_ROWS}`

/**
 * What did people, the free tier and judges say of the same targets, in one version of each? Of the newest targets that people labelled
 * under the evaluator's name, a row for each judge's model. Of several labels, or scores with other parameters, the last.
 */
export async function cascadeLabels(
  scope: Scope,
  args: { name: string; freeVersion: string; judgeVersion: string; range: TimeRange },
): Promise<CascadeLabel[]> {
  const { range, ...versions } = args
  return scope.ch.query({
    name: 'cascade-labels',
    sql: SQL,
    params: { ...scoreRangeParams(scope.projectId, range), ...versions },
    rows: Row,
    settings: POINT_SETTINGS,
    ...(scope.signal && { signal: scope.signal }),
  })
}
