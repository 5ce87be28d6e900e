import { z } from 'zod'
import type { ScoringTarget } from '@assay/contract/scoring-target'
import { traceIdIn, type Scope } from './scope.ts'

const SQL = `
SELECT lower(hex(score_id)) AS id, max(inclusion_probability) AS probability
FROM scores
WHERE project_id = {projectId:String} AND time >= fromUnixTimestamp64Nano({loNs:Int64}, 'UTC') AND source = 'metric'
  AND (${traceIdIn('traceIds')} OR (trace_id = toFixedString('', 16) AND session_id IN ({sessionIds:Array(String)})))
GROUP BY score_id`

/**
 * With which probability were these targets drawn when they were scored before? By score id, lower-case hex. A target is scored again when
 * more of it comes, and since every draw of it goes by one hash, the probability that any of them took it is the highest.
 *
 * @param args.loNs When the first of them started.
 */
export async function earlierInclusion(
  scope: Scope,
  { targets, loNs }: { targets: readonly ScoringTarget[]; loNs: bigint },
): Promise<Map<string, number>> {
  const rows = await scope.ch.query({
    name: 'earlier-inclusion',
    sql: SQL,
    params: {
      projectId: scope.projectId,
      loNs: loNs.toString(),
      traceIds: [...new Set(targets.flatMap((one) => (one.target === 'session' ? [] : one.traceId)))],
      sessionIds: targets.flatMap((one) => (one.target === 'session' ? one.sessionId : [])),
    },
    rows: z.object({ id: z.string(), probability: z.number() }),
    ...(scope.signal && { signal: scope.signal }),
  })
  return new Map(rows.map(({ id, probability }) => [id, probability]))
}
