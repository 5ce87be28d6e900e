import { z } from 'zod'
import { type Scope, traceIdIn } from './scope.ts'

/** A score that is stored: by which rule, how likely its target was drawn, and when it came. */
export interface StandingScore {
  ruleId: string
  ruleVersion: number
  inclusionProbability: number
  /** Arrival number. */
  version: bigint
}

const NO_TRACE = `toFixedString('', 16)`

const SQL = `
SELECT lower(hex(score_id)) AS id, argMax(rule_id, version) AS ruleId, argMax(rule_version, version) AS ruleVersion,
  argMax(inclusion_probability, version) AS inclusionProbability, toString(max(version)) AS arrived
FROM scores
WHERE project_id = {projectId:String} AND time >= fromUnixTimestamp64Nano({loNs:Int64}, 'UTC') AND time <= fromUnixTimestamp64Nano({hiNs:Int64}, 'UTC')
  AND (${traceIdIn('traceIds')} OR (trace_id = ${NO_TRACE} AND session_id IN ({sessionIds:Array(String)})))
  AND score_id IN (SELECT arrayJoin(arrayMap(x -> toFixedString(unhex(x), 16), {ids:Array(String)})))
  AND error_type = ''
GROUP BY score_id`

/** Which of these scores are stored, without those that failed? By id in lower-case hex. */
export async function standingScores(
  scope: Scope,
  args: {
    ids: readonly string[]
    /** Where to look: what the scores are about, and their times, both inclusive. */
    traceIds: readonly string[]
    sessionIds: readonly string[]
    loNs: bigint
    hiNs: bigint
  },
): Promise<Map<string, StandingScore>> {
  if (args.ids.length === 0) return new Map()
  const rows = await scope.ch.query({
    name: 'standing-scores',
    sql: SQL,
    params: {
      projectId: scope.projectId,
      ...args,
      loNs: args.loNs.toString(),
      hiNs: args.hiNs.toString(),
    },
    rows: z.object({
      id: z.string(),
      ruleId: z.string(),
      ruleVersion: z.number(),
      inclusionProbability: z.number(),
      arrived: z.string(),
    }),
    ...(scope.signal && { signal: scope.signal }),
  })
  return new Map(rows.map(({ id, arrived, ...row }) => [id, { ...row, version: BigInt(arrived) }]))
}
