import { z } from 'zod'
import type { Scope } from './scope.ts'
import type { TimeRange } from './time-range.ts'

/** A model call as drift compares it; '' and null where it says nothing. */
export const DriftCall = z.object({
  traceId: z.string(),
  spanId: z.string(),
  timeMs: z.number(),
  latencyMs: z.number(),
  isError: z.number(),
  model: z.string(),
  promptName: z.string(),
  promptVersion: z.string(),
  finishReason: z.string(),
  tool: z.string(),
  costUsd: z.number().nullable(),
  inputTokens: z.number().nullable(),
  outputTokens: z.number().nullable(),
  name: z.string(),
  route: z.string(),
  tenant: z.string(),
})
export type DriftCall = z.infer<typeof DriftCall>

/** Shares of traces are told in millionths. */
const MILLION = 1_000_000

export const IN_TIME = `project_id = {projectId:String}
  AND start_time >= fromUnixTimestamp64Nano({fromNs:Int64}, 'UTC') AND start_time < fromUnixTimestamp64Nano({toNs:Int64}, 'UTC')`
/** Traces are drawn by a hash of their id, so a smaller share is a part of a greater one, and a repeated run draws the same. */
export const IS_DRAWN = `sipHash64(trace_id) % ${MILLION} < {share:UInt32}`
/** The spans of one service are left out: those of Assay itself. */
const IS_CALL = `kind = 'llm' AND is_server_side = 0 AND service != {ownService:String}`

export const timeParams = (scope: Scope, range: TimeRange) => ({
  projectId: scope.projectId,
  fromNs: range.from.toString(),
  toNs: range.to.toString(),
})

export interface DriftCallsArgs {
  range: TimeRange
  ownService: string
  /** Most calls that are answered. */
  most: number
  routeAttribute: string
  tenantAttribute: string
}

/**
 * Which model calls stand for a time? One of each trace, since calls of one trace are alike and would count as many, of as many traces as
 * may be, drawn evenly by hash. Spans that were sent again count once.
 *
 * @returns `stored`: traces with a model call; `share`: of them drawn, in millionths.
 */
export async function driftCalls(
  scope: Scope,
  { range, ownService, most, routeAttribute, tenantAttribute }: DriftCallsArgs,
): Promise<{ stored: number; share: number; calls: DriftCall[] }> {
  const params = { ...timeParams(scope, range), ownService }
  const signal = scope.signal && { signal: scope.signal }
  const [counted] = await scope.ch.query({
    name: 'drift-traces',
    sql: `SELECT uniq(trace_id) AS stored FROM spans WHERE ${IN_TIME} AND ${IS_CALL}`,
    params,
    rows: z.object({ stored: z.number() }),
    ...signal,
  })
  const stored = counted?.stored ?? 0
  if (stored === 0) return { stored, share: 0, calls: [] }
  const share = Math.min(MILLION, Math.ceil((most / stored) * MILLION))
  const calls = await scope.ch.query({
    name: 'drift-calls',
    sql: `
SELECT lower(hex(trace_id)) AS traceId, lower(hex(span_id)) AS spanId, toUnixTimestamp64Milli(start_time) AS timeMs,
  duration_ns / 1e6 AS latencyMs, is_error AS isError, toString(model) AS model, toString(prompt_name) AS promptName,
  toString(prompt_version) AS promptVersion, toString(finish_reasons[1]) AS finishReason, toString(tool_names[1]) AS tool,
  cost_usd AS costUsd, input_tokens AS inputTokens, output_tokens AS outputTokens, toString(name) AS name,
  attributes[{route:String}] AS route, attributes[{tenant:String}] AS tenant
FROM (
  SELECT * FROM spans WHERE ${IN_TIME} AND ${IS_CALL} AND ${IS_DRAWN}
  ORDER BY version DESC LIMIT 1 BY trace_id, span_id
)
ORDER BY sipHash64(trace_id), sipHash64(span_id)
LIMIT 1 BY trace_id
LIMIT {most:UInt32}`,
    params: { ...params, share, most, route: routeAttribute, tenant: tenantAttribute },
    rows: DriftCall,
    ...signal,
  })
  return { stored, share, calls }
}
