import type { TraceFilter } from '@assay/contract/api/trace-filter'
import type { TraceDigest } from './summarise-traces.ts'

/** Checks the current spans of a trace; a trace without a number meets no bound on it. */
export function meetsFilter({ summary, met }: TraceDigest, filter: TraceFilter): boolean {
  const { inputTokens, outputTokens } = summary
  const tokens =
    inputTokens === null && outputTokens === null ? null : (inputTokens ?? 0) + (outputTokens ?? 0)
  return (
    met.every(Boolean) &&
    (filter.error !== false || summary.errorCount === 0) &&
    within(summary.durationMs, filter.minDurationMs, filter.maxDurationMs) &&
    within(tokens, filter.minTokens, filter.maxTokens) &&
    within(summary.costUsd, filter.minCostUsd, filter.maxCostUsd)
  )
}

function within(value: number | null, min: number | undefined, max: number | undefined): boolean {
  if (min === undefined && max === undefined) return true
  return value !== null && value >= (min ?? -Infinity) && value <= (max ?? Infinity)
}
