import { z } from 'zod'
import { ruleTargets, type RuleTargetArgs } from './rule-targets.ts'
import { spanRangeParams, type Scope } from './scope.ts'

/** How many targets does a rule match in a span of time, and when did the first start? Above some thousands an estimate within 1 %. */
export async function countRuleTargets(
  scope: Scope,
  args: RuleTargetArgs,
): Promise<{ total: number; firstNs: bigint | null }> {
  const { from, params } = ruleTargets(args)
  const id = { span: 'tuple(trace_id, span_id)', trace: 'trace_id', session: 'session_id' }[args.target]
  const [row] = await scope.ch.query({
    name: 'count-rule-targets',
    sql: `SELECT uniq(${id}) AS total, toString(toUnixTimestamp64Nano(min(start))) AS firstNs FROM (${from})`,
    params: { ...spanRangeParams(scope.projectId, args.loNs, args.hiNs), ...params },
    rows: z.object({ total: z.number(), firstNs: z.string() }),
    ...(scope.signal && { signal: scope.signal }),
  })
  return row && row.total > 0
    ? { total: row.total, firstNs: BigInt(row.firstNs) }
    : { total: 0, firstNs: null }
}
