import type { BiasMeasure, BiasSource } from '@assay/contract/api/bias'
import { SCORE_TARGETS, type ScoreTarget } from '@assay/contract/score-row'
import { z } from 'zod'
import { attributeParts, attributeValue } from './attribute-value.ts'
import {
  IN_SCORE_RANGE,
  POINT_SETTINGS,
  POINTS,
  scoreRangeParams,
  SLICE_COLUMNS,
} from './score-conditions.ts'
import { HAS_VALUE } from './score-measures.ts'
import { ScoreMoments } from './score-moments.ts'
import { IN_SPAN_RANGE, type Scope } from './scope.ts'
import type { TimeRange } from './time-range.ts'

/** Groups of one line that are told apart; the others are one. */
export const MOST_GROUPS = 30
const MOST_ROWS = 20_000
/** A score has the time of its target; other spans of its trace may begin so much before or after. */
const AROUND_NS = 3_600_000_000_000n

const Row = ScoreMoments.extend({
  name: z.string(),
  label: z.string(),
  source: z.string(),
  version: z.string(),
  target: z.enum(SCORE_TARGETS),
  /** '' of scores whose target has no value, and of all small groups together. */
  group: z.string(),
  /** Groups in this row: more than 1 where the small ones stand together. */
  groups: z.number(),
  isRest: z.number(),
})
export type ScoreGroupRow = z.infer<typeof Row>

/**
 * How do scores sum up by group, where groups are the values of a field, tag or attribute of what was scored? By name, label, source,
 * version and kind of target, since an answer that has scores of its span and of its trace would count twice; a score or a span that was sent
 * again counts once. What a span has not is said by the first span of its trace that has it.
 *
 * @param measures Which scores; a measure with a label sums 1 for this label and 0 for another.
 * @param target Scores of this kind alone; without, of each.
 * @returns at most 30 groups for each line, those with most scores, and the sum of the others.
 */
export async function scoreGroups(
  scope: Scope,
  args: {
    source: BiasSource
    measures: readonly BiasMeasure[]
    target?: ScoreTarget | undefined
    range: TimeRange
  },
): Promise<ScoreGroupRow[]> {
  const { source, measures, target, range } = args
  return scope.ch.query({
    name: 'score-groups',
    sql: sqlOf(source, target !== undefined),
    params: {
      ...scoreRangeParams(scope.projectId, range),
      names: measures.map(({ name }) => name),
      labels: measures.map(({ label }) => label ?? ''),
      ...(target !== undefined && { target }),
      ...(source.kind === 'tag' && { prefix: source.prefix }),
      ...(source.kind === 'attribute' && {
        ...attributeParts(source.key),
        loNs: String(range.from > AROUND_NS ? range.from - AROUND_NS : 0n),
        hiNs: String(range.to + AROUND_NS),
      }),
    },
    rows: Row,
    settings: POINT_SETTINGS,
    ...(scope.signal && { signal: scope.signal }),
  })
}

const VALUE = attributeValue({ key: '{key:String}', parent: '{parent:String}', leaf: '{leaf:String}' })

/** The value of each trace, and those of its spans that have their own. */
const VALUES = `
  SELECT trace_id, argMinIf(own, start_time, own != '') AS trace_value, groupArrayIf(span_id, own != '') AS span_ids,
    groupArrayIf(own, own != '') AS span_values
  FROM (
    SELECT trace_id, span_id, start_time, ${VALUE} AS own FROM spans
    WHERE ${IN_SPAN_RANGE} ORDER BY version DESC LIMIT 1 BY trace_id, span_id
  )
  WHERE own != '' GROUP BY trace_id`

function groupSql(source: BiasSource): string {
  if (source.kind === 'attribute')
    return `if(has(span_ids, span_id), span_values[indexOf(span_ids, span_id)], trace_value)`
  if (source.kind === 'tag') {
    const some = `arrayFilter(tag -> startsWith(tag, {prefix:String}), tags)`
    return `arrayJoin(if(empty(${some}), [''], arrayMap(tag -> toString(tag), ${some})))`
  }
  if (source.field === 'tag') return `arrayJoin(if(empty(tags), [''], arrayMap(tag -> toString(tag), tags)))`
  return `toString(${SLICE_COLUMNS[source.field]})`
}

const KEYS = 'name, label, source, version, target'
const NUMBERS = Object.keys(ScoreMoments.shape)

function sqlOf(source: BiasSource, hasTarget: boolean): string {
  const join = source.kind === 'attribute' ? `LEFT JOIN (${VALUES}) AS found USING (trace_id)` : ''
  return `
WITH points AS (
  SELECT name, wanted AS label, source, evaluator_version AS version, target, trace_id, span_id, tags, model, service, environment,
    prompt_name, prompt_version, user_id, 1 / inclusion_probability AS weight,
    error_type = '' AND if(wanted = '', ${HAS_VALUE}, scored_label != '') AS has,
    if(has, if(wanted = '', ifNull(value, 0), toFloat64(scored_label = wanted)), 0) AS y, error_type != '' AS failed
  FROM (SELECT *, label AS scored_label FROM ${POINTS} WHERE ${IN_SCORE_RANGE} AND has({names:Array(String)}, name)${hasTarget ? ' AND target = {target:String}' : ''})
  ARRAY JOIN arrayFilter((one, of) -> of = name, {labels:Array(String)}, {names:Array(String)}) AS wanted
), grouped AS (
  SELECT ${KEYS}, ${groupSql(source)} AS group, sum(has) AS n, sum(points.failed) AS failed, sumIf(weight, has) AS w,
    sumIf(weight * weight, has) AS ww, sumIf(weight * y, has) AS wy, sumIf(weight * weight * y, has) AS wwy,
    sumIf(weight * weight * y * y, has) AS wwyy, countIf(has AND y != 0 AND y != 1) AS unbinary
  FROM points ${join}
  GROUP BY ${KEYS}, group
), ranked AS (
  SELECT *, group != '' AND row_number() OVER (PARTITION BY ${KEYS}, group = '' ORDER BY n DESC, group) > ${MOST_GROUPS} AS isRest
  FROM grouped
)
SELECT ${KEYS}, if(isRest, '', group) AS group, toUInt8(isRest) AS isRest, count() AS groups,
  ${NUMBERS.map((name) => `sum(ranked.${name}) AS ${name}`).join(', ')}
FROM ranked
GROUP BY ${KEYS}, group, isRest
ORDER BY n DESC, group
LIMIT ${MOST_ROWS}`
}
