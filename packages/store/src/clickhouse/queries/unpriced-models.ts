import type { UnpricedAnswer } from '@assay/contract/api/health'
import { z } from 'zod'
import { nsToInstant } from './instant.ts'
import { IN_SPAN_RANGE, spanRangeParams, type Scope } from './scope.ts'
import { timeRange } from './time-range.ts'

const Row = z.object({
  provider: z.string(),
  model: z.string(),
  calls: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  lastNs: z.string(),
})

const SQL = `
SELECT provider, model, count() AS calls, ifNull(sum(input_tokens), 0) AS inputTokens,
  ifNull(sum(output_tokens), 0) AS outputTokens, toString(toUnixTimestamp64Nano(max(start_time))) AS lastNs
FROM spans FINAL
WHERE ${IN_SPAN_RANGE} AND kind IN ('llm', 'embedding') AND cost_usd IS NULL
  AND (input_tokens > 0 OR output_tokens > 0)
GROUP BY provider, model
ORDER BY calls DESC, provider, model
LIMIT 200`

/**
 * Which models carried tokens and have no price? Counts spans, most first; at most 200.
 *
 * @param args.nowMs Unix time in milliseconds; the end of a range without `to`.
 */
export async function unpricedModels(
  scope: Scope,
  args: { query: { from?: string | undefined; to?: string | undefined }; nowMs: number },
): Promise<UnpricedAnswer> {
  const range = timeRange(args.query, args.nowMs)
  const rows = await scope.ch.query({
    name: 'unpriced-models',
    sql: SQL,
    params: spanRangeParams(scope.projectId, range.from, range.to - 1n),
    rows: Row,
    ...(scope.signal && { signal: scope.signal }),
  })
  return { models: rows.map(({ lastNs, ...row }) => ({ ...row, lastTime: nsToInstant(BigInt(lastNs)) })) }
}
