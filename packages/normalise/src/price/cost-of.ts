import type { CanonicalSpan, TokenUsage } from '@assay/contract/canonical-span'
import { findPrice } from './find-price.ts'
import { PRICE_VERSION, type Price } from './prices.ts'

/** What a call cost, and where the number comes from. */
export interface Cost {
  usd: number
  source: 'reported' | 'price_table'
  /** Version of the price table; '' for a cost that the sender reported. */
  version: string
}

/**
 * More than any one call costs, so a number above is a mistake and no cost. Sums are whole numbers of 1e-12 US
 * dollars in 64 bits: 92 such spans fit, and what people are shown stays a number.
 */
const MOST_USD = 100_000

/** Input holds cache reads and writes, which have prices of their own; output holds reasoning, which has not. */
function compute(price: Price, tokens: TokenUsage, input: number): number {
  const rates = price.above !== undefined && input > price.above.tokens ? price.above : price
  const cacheRead = Math.min(tokens.cacheRead ?? 0, input)
  const cacheWrite = Math.min(tokens.cacheWrite ?? 0, input - cacheRead)
  const plain = input - cacheRead - cacheWrite
  const total =
    plain * rates.input +
    cacheRead * (rates.cacheRead ?? rates.input) +
    cacheWrite * (rates.cacheWrite ?? rates.input) +
    (tokens.output ?? 0) * rates.output
  return total / 1e6
}

/**
 * The cost of a span's own call in US dollars: the sender's number where it sent one, else by the price table for model calls and
 * embeddings whose tokens came. null without tokens, without a price, or above 100,000 dollars.
 */
export function costOf(canonical: CanonicalSpan): Cost | null {
  const cost = anyCostOf(canonical)
  return cost !== null && cost.usd <= MOST_USD ? cost : null
}

function anyCostOf(canonical: CanonicalSpan): Cost | null {
  if (canonical.reportedCostUsd !== null)
    return { usd: canonical.reportedCostUsd, source: 'reported', version: '' }
  const { kind, tokens, model } = canonical
  if ((kind !== 'llm' && kind !== 'embedding') || tokens.input === null || model === null) return null
  const price = findPrice(canonical.provider, model)
  return price === null
    ? null
    : { usd: compute(price, tokens, tokens.input), source: 'price_table', version: PRICE_VERSION }
}
