import type { Usage } from '@assay/contract/api/trace'
import { z } from 'zod'

/** A span of kind llm or embedding that carries tokens or a cost: what the rule of counting once looks at. */
export const IS_CALL = `kind IN ('llm', 'embedding')
  AND (input_tokens IS NOT NULL OR output_tokens IS NOT NULL OR cost_usd IS NOT NULL)`

/**
 * Cost as a whole number of 1e-12 US dollars: sums of integers are the same in any order. What no 64 bits hold is no
 * cost, for one such row would fail every query over its project.
 */
export const COST_PICO = `toInt64(round(if(abs(cost_usd) <= 1e5, cost_usd, NULL) * 1e12))`

/** Sums of usage as the queries answer them. */
export const UsageRow = z.object({
  input: z.number().nullable(),
  output: z.number().nullable(),
  cache: z.number().nullable(),
  costPico: z.number().nullable(),
  unpriced: z.number(),
})
export type UsageRow = z.infer<typeof UsageRow>

export const NO_USAGE: UsageRow = { input: null, output: null, cache: null, costPico: null, unpriced: 0 }

const plus = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : a + b)

/** Adds two sums; null plus a number is the number. */
export function addUsage(a: UsageRow, b: UsageRow): UsageRow {
  return {
    input: plus(a.input, b.input),
    output: plus(a.output, b.output),
    cache: plus(a.cache, b.cache),
    costPico: plus(a.costPico, b.costPico),
    unpriced: a.unpriced + b.unpriced,
  }
}

/** Sums as the API tells them, with the cost in US dollars. */
export function toUsage(row: UsageRow): Usage {
  return {
    inputTokens: row.input,
    outputTokens: row.output,
    cacheReadTokens: row.cache,
    costUsd: row.costPico === null ? null : row.costPico / 1e12,
    unpricedCalls: row.unpriced,
  }
}
