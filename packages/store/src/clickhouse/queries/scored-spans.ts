import type { ScoreSlices } from '@assay/contract/score-row'
import { z } from 'zod'
import { IN_SPAN_RANGE, type Scope, spanRangeParams, traceIdIn } from './scope.ts'
import { traceBounds } from './trace-bounds.ts'

/** A span, or a trace as a whole where `spanId` is ''; ids in lower-case hex. */
export interface TargetIds {
  traceId: string
  spanId: string
}

/** What a score keeps of its target. */
export interface TargetFacts {
  startNs: bigint
  sessionId: string
  slices: ScoreSlices
}

const text = z.string()
const Row = z.object({
  traceId: text,
  spanId: text,
  startNs: text,
  sessionId: text,
  model: text,
  service: text,
  environment: text,
  promptName: text,
  promptVersion: text,
  userId: text,
  tags: z.array(text),
})

const COLUMNS = {
  sessionId: 'session_id',
  model: 'model',
  service: 'service',
  environment: 'environment',
  promptName: 'prompt_name',
  promptVersion: 'prompt_version',
  userId: 'user_id',
} as const
const pairs = Object.entries(COLUMNS)

const SQL = `
WITH rows AS (
  SELECT trace_id, span_id, start_time, tags, ${Object.values(COLUMNS).join(', ')} FROM spans
  WHERE ${IN_SPAN_RANGE} AND ${traceIdIn('ids')}
  ORDER BY version DESC LIMIT 1 BY trace_id, span_id
), traces AS (
  SELECT trace_id, min(start_time) AS first, argMinIf(tags, start_time, notEmpty(tags)) AS first_tags,
    ${pairs.map(([name, column]) => `argMinIf(${column}, start_time, ${column} != '') AS first_${name}`).join(', ')}
  FROM rows GROUP BY trace_id
)
SELECT lower(hex(trace_id)) AS traceId, '' AS spanId, toString(toUnixTimestamp64Nano(first)) AS startNs, first_tags AS tags,
  ${pairs.map(([name]) => `toString(first_${name}) AS ${name}`).join(', ')}
FROM traces
UNION ALL
SELECT lower(hex(rows.trace_id)) AS traceId, lower(hex(span_id)) AS spanId, toString(toUnixTimestamp64Nano(start_time)) AS startNs,
  if(empty(tags), first_tags, tags) AS tags,
  ${pairs.map(([name, column]) => `toString(if(${column} = '', first_${name}, ${column})) AS ${name}`).join(', ')}
FROM rows INNER JOIN traces ON rows.trace_id = traces.trace_id
WHERE lower(hex(span_id)) IN ({spanIds:Array(String)})`

/**
 * When did these spans and traces start, and by what are their scores sliced? Keyed by trace id and span id with a slash
 * between; those that are not stored are left out. What a span does not say itself is said by the first span of its
 * trace that does.
 *
 * @param targets At most some thousands.
 */
export async function scoredSpans(
  scope: Scope,
  targets: readonly TargetIds[],
): Promise<Map<string, TargetFacts>> {
  const ids = [...new Set(targets.map(({ traceId }) => traceId))]
  const bounds = await traceBounds(scope, ids)
  if (bounds === null) return new Map()
  const rows = await scope.ch.query({
    name: 'scored-spans',
    sql: SQL,
    params: {
      ...spanRangeParams(scope.projectId, bounds.loNs, bounds.hiNs),
      ids,
      spanIds: [...new Set(targets.map(({ spanId }) => spanId))],
    },
    rows: Row,
    ...(scope.signal && { signal: scope.signal }),
  })
  return new Map(
    rows.map(({ traceId, spanId, startNs, sessionId, ...slices }) => [
      `${traceId}/${spanId}`,
      { startNs: BigInt(startNs), sessionId, slices },
    ]),
  )
}
