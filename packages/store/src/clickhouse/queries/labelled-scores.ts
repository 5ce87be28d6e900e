import type { ScoreFilter } from '@assay/contract/api/score-filter'
import { z } from 'zod'
import { POINT_SETTINGS, POINTS, scoreConditions } from './score-conditions.ts'
import { MEASURED } from './score-measures.ts'
import type { Scope } from './scope.ts'
import type { TimeRange } from './time-range.ts'

/** Labels of people in one answer; of more, the rest is a fair sample too, since ids are hashes. */
const MAX_LABELS = 20_000
/** Scores that are drawn for each line and bucket: more would hardly narrow an interval. */
const DRAWN = 500
/** Scores of which they are drawn. */
const CONSIDERED = 400_000
const MAX_ROWS = 200_000

const Row = z.object({
  evaluatorVersion: z.string(),
  source: z.string(),
  /** Start of the bucket, in seconds since 1970. */
  at: z.number(),
  score: z.number(),
  /** null for one that was drawn from all. */
  label: z.number().nullable(),
  /** 1 / inclusion probability of the label. */
  weight: z.number(),
  /** Whether a person labelled the target. */
  isLabelled: z.number(),
})
export type LabelledRow = z.infer<typeof Row>

const TARGET = 'target, trace_id, span_id, session_id_of_target'
const targetSql = `target, trace_id, span_id, if(target = 'session', session_id, '') AS session_id_of_target`

/**
 * What did people and evaluators say of the same targets? Each score of an evaluator with the label of a person, of
 * several the last; and besides scores that are drawn of all, for each line and bucket, with the odds of 1 / inclusion
 * probability. Empty where no person labelled anything.
 *
 * @param args.stepSeconds Length of a bucket.
 * @param args.count How many scores there are: of very many, some are considered for drawing.
 */
export async function labelledScores(
  scope: Scope,
  args: {
    name: string
    filter: ScoreFilter
    label?: string | undefined
    range: TimeRange
    stepSeconds: number
    count: number
  },
): Promise<LabelledRow[]> {
  const { name, filter, label, range, stepSeconds } = args
  const { y, has } = MEASURED[label === undefined ? 'value' : 'label']
  const where = scoreConditions(scope.projectId, { name, filter, range })
  // What a person labelled is found whatever the slices of the label are: it may have come before the span.
  const people = scoreConditions(scope.projectId, { name, filter: {}, range })
  const common = {
    ...people.params,
    ...where.params,
    ...(label !== undefined && { label }),
  }
  const ask = <T>(
    question: string,
    sql: string,
    rows: z.ZodType<T>,
    params: Record<string, unknown> = common,
  ) =>
    scope.ch.query({
      name: question,
      sql,
      params,
      rows,
      settings: POINT_SETTINGS,
      ...(scope.signal && { signal: scope.signal }),
    })
  const [some] = await ask(
    'count-labels',
    `SELECT count() AS n FROM (SELECT 1 FROM ${POINTS} WHERE ${people.sql} AND source = 'human' AND ${has} LIMIT 1)`,
    z.object({ n: z.number() }),
  )
  if (some === undefined || some.n === 0) return []
  return ask(
    'labelled-scores',
    `
WITH labels AS (
  -- An alias "label" would stand in for the column in the condition.
  SELECT ${targetSql}, argMax(${y}, version) AS said, argMax(1 / inclusion_probability, version) AS weight
  FROM ${POINTS} WHERE ${people.sql} AND source = 'human' AND ${has}
  GROUP BY ${TARGET} ORDER BY cityHash64(${TARGET}) LIMIT ${MAX_LABELS}
), judged AS (
  SELECT ${targetSql}, evaluator_version, source, ${y} AS score, 1 / inclusion_probability AS odds, score_id,
    intDiv(toUnixTimestamp(toDateTime(time, 'UTC')), {step:UInt32}) * {step:UInt32} AS at
  FROM ${POINTS} WHERE ${where.sql} AND source != 'human' AND ${has}
)
SELECT evaluator_version AS evaluatorVersion, source, at, score, toNullable(labels.said) AS label,
  labels.weight AS weight, 1 AS isLabelled
FROM judged INNER JOIN labels USING (${TARGET})
UNION ALL
SELECT evaluator_version AS evaluatorVersion, source, at, score, NULL AS label, 1 AS weight,
  (${TARGET}) IN (SELECT ${TARGET} FROM labels) AS isLabelled
FROM (
  SELECT * FROM judged WHERE cityHash64(score_id, 'considered') % {thin:UInt32} = 0
  -- The greatest of u^(1/w) are a sample with odds w (Efraimidis and Spirakis, 2006); a hash of the id is u.
  ORDER BY log((cityHash64(score_id) % 4294967296 + 1) / 4294967297) / odds DESC
  LIMIT ${DRAWN} BY evaluator_version, source, at
)
LIMIT ${MAX_ROWS}`,
    Row,
    { ...common, step: stepSeconds, thin: Math.max(1, Math.ceil(args.count / CONSIDERED)) },
  )
}
