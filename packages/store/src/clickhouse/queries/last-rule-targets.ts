import { z } from 'zod'
import type { RuleTarget } from '@assay/contract/api/rule'
import { ruleTargets, type RuleTargetArgs } from './rule-targets.ts'
import { spanRangeParams, type Scope } from './scope.ts'

/** Something that a rule matches. Ids that its kind of target lacks are empty. */
export interface RuleTargetRow {
  /** Traces to read: the one, or the last of a session, earliest first. */
  traceIds: string[]
  spanId: string
  sessionId: string
  /** Its start, or that of the session's last trace; nanoseconds since 1970. */
  startNs: bigint
}

/** Traces of a session that are read: what came before them is not asked for. */
const MOST_TRACES = 20

const LAST: Record<RuleTarget, string> = {
  span: `[lower(hex(trace_id))] AS traceIds, lower(hex(span_id)) AS spanId, '' AS sessionId,
  toString(toUnixTimestamp64Nano(start)) AS startNs`,
  trace: `[lower(hex(trace_id))] AS traceIds, '' AS spanId, '' AS sessionId, toString(toUnixTimestamp64Nano(start)) AS startNs`,
  session: `arrayMap(x -> lower(hex(x.2)), arraySlice(arraySort(groupArray((start, trace_id))), -${MOST_TRACES})) AS traceIds,
  '' AS spanId, session_id AS sessionId, toString(toUnixTimestamp64Nano(max(start))) AS startNs`,
}

/** Which targets does a rule match that started last? Newest first. */
export async function lastRuleTargets(
  scope: Scope,
  args: RuleTargetArgs & { limit: number },
): Promise<RuleTargetRow[]> {
  const { from, params } = ruleTargets(args)
  const rows = await scope.ch.query({
    name: 'last-rule-targets',
    sql: `SELECT ${LAST[args.target]} FROM (${from}) ${args.target === 'session' ? 'GROUP BY session_id' : ''}
ORDER BY startNs DESC, traceIds ${args.target === 'span' ? ', spanId LIMIT 1 BY traceIds, spanId' : ''} LIMIT {limit:UInt32}`,
    params: {
      ...spanRangeParams(scope.projectId, args.loNs, args.hiNs),
      ...params,
      limit: args.limit,
    },
    rows: z.object({
      traceIds: z.array(z.string()),
      spanId: z.string(),
      sessionId: z.string(),
      startNs: z.string(),
    }),
    ...(scope.signal && { signal: scope.signal }),
  })
  return rows.map((row) => ({ ...row, startNs: BigInt(row.startNs) }))
}
