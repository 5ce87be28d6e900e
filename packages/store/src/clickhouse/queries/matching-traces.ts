import type { TraceFilter } from '@assay/contract/api/trace-filter'
import { IN_SPAN_RANGE } from './scope.ts'
import { scoredTraces } from './scored-traces.ts'
import type { TracePredicates } from './trace-predicates.ts'

/** From the first start to the last end of a trace, in milliseconds. */
const DURATION_MS = `(max(toUnixTimestamp64Nano(start_time) + toInt64(duration_ns))
  - min(toUnixTimestamp64Nano(start_time))) / 1e6`

/** Input plus output tokens of a row of the usage relation; null where no call carries either. */
export const TOKENS = `if(input IS NULL AND output IS NULL, NULL, ifNull(input, 0) + ifNull(output, 0))`

/** True when the filter asks for tokens or cost, which only the usage relation knows. */
export function filtersUsage(filter: TraceFilter): boolean {
  return (
    filter.minTokens !== undefined ||
    filter.maxTokens !== undefined ||
    filter.minCostUsd !== undefined ||
    filter.maxCostUsd !== undefined
  )
}

/**
 * Conditions on `trace_id` that a filter asks for, over spans in the range of `IN_SPAN_RANGE`. A superset: a
 * version that was replaced may still match; who reads the traces afterwards checks again.
 *
 * @param usageSql The usage relation; asked only when `filtersUsage`.
 */
export function matchingTraces(
  filter: TraceFilter,
  predicates: TracePredicates,
  usageSql: string,
): { conditions: string[]; params: Record<string, unknown> } {
  const among = (table: string, condition: string) =>
    `trace_id IN (SELECT trace_id FROM ${table} WHERE ${IN_SPAN_RANGE} AND (${condition}))`
  const conditions = predicates.spans.map(({ sql }) => among('spans', sql))
  if (predicates.words !== null) conditions.push(among('span_content', predicates.words))
  if (predicates.score !== null) {
    conditions.push(
      `trace_id IN (SELECT trace_id FROM (${scoredTraces(predicates.score, IN_SPAN_RANGE, 'loNs')}))`,
    )
  }
  if (predicates.error === false) {
    conditions.push(
      `trace_id NOT IN (SELECT trace_id FROM spans FINAL WHERE ${IN_SPAN_RANGE} AND is_error = 1)`,
    )
  }
  const params: Record<string, unknown> = { ...predicates.params }
  const bounds = (pairs: [keyof TraceFilter, string][]): string => {
    const given = pairs.filter(([name]) => filter[name] !== undefined)
    for (const [name] of given) params[`b_${name}`] = filter[name]
    return given.map(([name, sql]) => `${sql} {b_${name}:Float64}`).join(' AND ')
  }
  const duration = bounds([
    ['minDurationMs', `${DURATION_MS} >=`],
    ['maxDurationMs', `${DURATION_MS} <=`],
  ])
  if (duration !== '') {
    conditions.push(
      `trace_id IN (SELECT trace_id FROM spans FINAL WHERE ${IN_SPAN_RANGE} GROUP BY trace_id HAVING ${duration})`,
    )
  }
  const usage = bounds([
    ['minTokens', `${TOKENS} >=`],
    ['maxTokens', `${TOKENS} <=`],
    ['minCostUsd', 'cost_pico / 1e12 >='],
    ['maxCostUsd', 'cost_pico / 1e12 <='],
  ])
  if (usage !== '') conditions.push(`trace_id IN (SELECT trace_id FROM ${usageSql} WHERE ${usage})`)
  return { conditions, params }
}
