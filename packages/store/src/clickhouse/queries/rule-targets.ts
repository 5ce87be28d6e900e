import type { RuleFilter, RuleTarget } from '@assay/contract/api/rule'
import { IN_SPAN_RANGE } from './scope.ts'
import { tracePredicates } from './trace-predicates.ts'

export interface RuleTargetArgs {
  target: RuleTarget
  filter: RuleFilter
  /** Starts of spans, both inclusive. */
  loNs: bigint
  hiNs: bigint
  /** Spans of this service are never scored. */
  ownService: string
}

/** A relation for FROM with ids and `start` of what a rule matches: one row a span, a trace, or a trace of a session. */
export function ruleTargets({ target, filter, ownService }: RuleTargetArgs): {
  from: string
  params: Record<string, unknown>
} {
  const { spans, error, params: given } = tracePredicates(filter)
  const params = { ...given, ownService }
  const rows = `FROM spans WHERE ${IN_SPAN_RANGE} AND service != {ownService:String}`
  if (target === 'span') {
    const conditions = [...spans.map(({ sql }) => sql), ...(error === false ? ['is_error = 0'] : [])]
    const and = conditions.map((sql) => ` AND (${sql})`).join('')
    return { from: `SELECT trace_id, span_id, start_time AS start ${rows}${and}`, params }
  }
  const met = [
    ...spans.map(({ sql }) => `countIf(${sql}) > 0`),
    ...(error === false ? ['countIf(is_error = 1) = 0'] : []),
  ]
  const having = met.length === 0 ? '' : `HAVING ${met.join(' AND ')}`
  const perTrace = `SELECT trace_id, min(start_time) AS start ${rows} GROUP BY trace_id ${having}`
  if (target === 'trace') return { from: perTrace, params }
  const inSession = `${rows} AND session_id != ''`
  return {
    from: `SELECT session_id, trace_id, min(start_time) AS start ${inSession}
  AND session_id IN (SELECT session_id ${inSession} GROUP BY session_id ${having}) GROUP BY session_id, trace_id`,
    params,
  }
}
