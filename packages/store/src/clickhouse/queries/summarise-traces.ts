import type { TraceSummary } from '@assay/contract/api/trace'
import { z } from 'zod'
import { exactUsage } from './exact-usage.ts'
import { nsToInstant } from './instant.ts'
import { IN_SPAN_RANGE, spanRangeParams, type Scope, traceIdIn } from './scope.ts'
import { type TraceBounds, traceBounds } from './trace-bounds.ts'
import type { TracePredicates } from './trace-predicates.ts'
import { COST_PICO, IS_CALL, toUsage, UsageRow } from './usage.ts'

const text = z.string()
const Row = UsageRow.extend({
  traceId: text,
  name: text,
  hasRoot: z.number(),
  startNs: text,
  durationNs: text,
  spanCount: z.number(),
  llmCount: z.number(),
  errorCount: z.number(),
  ttftMs: z.number().nullable(),
  models: z.array(text),
  service: text,
  environment: text,
  sessionId: text,
  userId: text,
  tags: z.array(text),
  inputPreview: text,
  outputPreview: text,
  version: text,
  isNested: z.number(),
  toolNames: z.array(text),
  errorMessage: text,
  rootText: text,
  lastLlm: text,
  firstSpan: text,
  met: z.array(z.number()),
})

const COLUMNS = `trace_id, span_id, parent_span_id, start_time, duration_ns, name, kind, is_error, error_message,
  service, environment, model, session_id, user_id, tags, tool_names, input_tokens, output_tokens,
  cache_read_tokens, cost_usd, ttft_ms, is_server_side, input_preview, output_preview, version`

const at = '(start_time, span_id)'
/** The value of the earliest span that has one. */
const first = (column: string) => `argMinIf(${column}, ${at}, ${column} != '')`
/** The value of the root; where it has none, of the first or last model call that has. */
const rootOr = (column: string, pick: 'argMinIf' | 'argMaxIf') =>
  `if(argMinIf(${column}, ${at}, is_root) != '', argMinIf(${column}, ${at}, is_root),
    ${pick}(${column}, ${at}, kind = 'llm' AND ${column} != ''))`

function sqlOf(conditions: readonly string[], extra: readonly string[], count: number): string {
  return `
SELECT lower(hex(trace_id)) AS traceId,
  if(hasRoot, argMinIf(name, ${at}, is_root), argMin(name, ${at})) AS name,
  max(is_root) AS hasRoot,
  toString(toUnixTimestamp64Nano(min(start_time))) AS startNs,
  toString(max(end_ns) - toUnixTimestamp64Nano(min(start_time))) AS durationNs,
  count() AS spanCount,
  countIf(kind = 'llm') AS llmCount,
  countIf(is_error = 1) AS errorCount,
  argMinIf(ttft_ms, ${at}, ttft_ms IS NOT NULL) AS ttftMs,
  arraySort(groupUniqArrayIf(20)(model, kind IN ('llm', 'embedding') AND model != '')) AS models,
  if(argMinIf(service, ${at}, is_root) != '', argMinIf(service, ${at}, is_root), ${first('service')}) AS service,
  ${first('environment')} AS environment,
  ${first('session_id')} AS sessionId,
  ${first('user_id')} AS userId,
  arraySort(groupUniqArrayArray(50)(tags)) AS tags,
  ${rootOr('input_preview', 'argMinIf')} AS inputPreview,
  ${rootOr('output_preview', 'argMaxIf')} AS outputPreview,
  toString(max(version)) AS version,
  sumIf(input_tokens, is_call) AS input,
  sumIf(output_tokens, is_call) AS output,
  sumIf(cache_read_tokens, is_call) AS cache,
  sumIf(pico, is_call) AS costPico,
  countIf(is_call AND cost_usd IS NULL AND (input_tokens IS NOT NULL OR output_tokens IS NOT NULL)) AS unpriced,
  hasAny(groupArrayIf(span_id, is_call), groupUniqArray(parent_span_id)) AS isNested,
  arraySort(groupUniqArrayArray(50)(tool_names)) AS toolNames,
  if(argMinIf(error_message, ${at}, is_root) != '', argMinIf(error_message, ${at}, is_root),
    argMinIf(error_message, ${at}, is_error = 1 AND error_message != '')) AS errorMessage,
  lower(hex(argMinIf(span_id, ${at}, is_root AND (input_preview != '' OR output_preview != '')))) AS rootText,
  lower(hex(argMaxIf(span_id, ${at}, kind = 'llm'))) AS lastLlm,
  lower(hex(if(hasRoot, argMinIf(span_id, ${at}, is_root), argMin(span_id, ${at})))) AS firstSpan,
  [${conditions.map((_, i) => `max(met_${i})`).join(', ')}]::Array(UInt8) AS met
FROM (
  SELECT *, parent_span_id = toFixedString('', 8) AS is_root, ${IS_CALL} AS is_call, ${COST_PICO} AS pico,
    toUnixTimestamp64Nano(start_time) + toInt64(duration_ns) AS end_ns${conditions.map((sql, i) => `, toUInt8(${sql}) AS met_${i}`).join('')}
  FROM (
    SELECT ${[COLUMNS, ...extra].join(', ')} FROM spans
    WHERE ${IN_SPAN_RANGE} AND ${traceIdIn('ids', count)}
    ORDER BY version DESC
    LIMIT 1 BY trace_id, span_id
  )
)
GROUP BY trace_id`
}

/** A trace as lists show it, and what a session reads of it besides. */
export interface TraceDigest {
  summary: TraceSummary
  startNs: bigint
  durationNs: bigint
  /** Tools called anywhere in the trace, sorted. */
  toolNames: string[]
  errorMessage: string | null
  /** The span whose messages tell the trace: the root where it has text, else the last model call, else the first span. */
  readSpanId: string
  /** Per condition of the filter, whether a span of the trace meets it. */
  met: boolean[]
}

const EXTRA = ['provider', 'prompt_name', 'error_type']
const orNull = (value: string) => (value === '' ? null : value)

/**
 * What are these traces, each resent span counted once? Traces that are not stored are left out; the order is
 * that of the ids.
 *
 * @param traceIds Lower-case hex; at most some hundreds.
 * @param known Where the caller knows it: between which instants their spans start.
 */
export async function summariseTraces(
  scope: Scope,
  traceIds: readonly string[],
  predicates?: TracePredicates,
  known?: TraceBounds,
): Promise<TraceDigest[]> {
  if (traceIds.length === 0) return []
  const bounds = known ?? (await traceBounds(scope, traceIds))
  if (bounds === null) return []
  const conditions = predicates?.spans.map((predicate) => predicate.sql) ?? []
  const columns = new Set(predicates?.spans.flatMap(({ column }) => column ?? []))
  const rows = await scope.ch.query({
    name: 'summarise-traces',
    sql: sqlOf(conditions, conditions.length > 0 ? [...EXTRA, ...columns] : [], traceIds.length),
    params: {
      ...predicates?.params,
      ...spanRangeParams(scope.projectId, bounds.loNs, bounds.hiNs),
      ids: traceIds,
    },
    rows: Row,
    ...(scope.signal && { signal: scope.signal }),
  })
  const nested = rows.filter((row) => row.isNested === 1).map((row) => row.traceId)
  const exact = await exactUsage(scope, { traceIds: nested, ...bounds })
  const byId = new Map(rows.map((row) => [row.traceId, digest({ ...row, ...exact.get(row.traceId) })]))
  return traceIds.flatMap((id) => byId.get(id) ?? [])
}

function digest(row: z.infer<typeof Row>): TraceDigest {
  const startNs = BigInt(row.startNs)
  const durationNs = BigInt(row.durationNs)
  return {
    startNs,
    durationNs,
    toolNames: row.toolNames,
    errorMessage: orNull(row.errorMessage),
    readSpanId: readSpanOf(row),
    met: row.met.map((flag) => flag === 1),
    summary: {
      ...toUsage(row),
      traceId: row.traceId,
      name: row.name,
      hasRoot: row.hasRoot === 1,
      startTime: nsToInstant(startNs),
      durationMs: Number(durationNs) / 1e6,
      spanCount: row.spanCount,
      llmCount: row.llmCount,
      errorCount: row.errorCount,
      ttftMs: row.ttftMs,
      models: row.models,
      service: orNull(row.service),
      environment: orNull(row.environment),
      sessionId: orNull(row.sessionId),
      userId: orNull(row.userId),
      tags: row.tags,
      inputPreview: orNull(row.inputPreview),
      outputPreview: orNull(row.outputPreview),
      version: row.version,
    },
  }
}

const NONE = '0'.repeat(16)

function readSpanOf(row: z.infer<typeof Row>): string {
  const [best] = [row.rootText, row.lastLlm].filter((id) => id !== NONE && id !== '')
  return best ?? row.firstSpan
}
