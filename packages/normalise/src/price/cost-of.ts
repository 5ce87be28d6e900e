import type { CanonicalSpan } from '@assay/contract/canonical-span'

/** What a call cost, and where the number comes from. */
export interface Cost {
  usd: number
  source: 'reported' | 'price_table'
  /** Version of the price table; '' for a cost that the sender reported. */
  version: string
}

/** The cost of a span's own call: the sender's number where it sent one. */
export function costOf(canonical: CanonicalSpan): Cost | null {
  if (canonical.reportedCostUsd !== null)
    return { usd: canonical.reportedCostUsd, source: 'reported', version: '' }
  return null
}
