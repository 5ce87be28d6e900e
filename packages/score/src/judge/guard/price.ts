import type { ModelRequest, TokenUsage } from '../model-client.ts'

/** Price of a model by 1,000,000 tokens. */
export interface ModelPrice {
  input: number
  output: number
  /** Of cached input; the price of input where it is null. */
  cachedInput: number | null
}

/** Least characters that a token stands for on average in languages of many bytes; English has about 4. */
const CHARACTERS_PER_TOKEN = 1.5

/** The most that a request can cost: what is reserved. null without a price. */
export function greatestCost(request: ModelRequest, price: ModelPrice | null): number | null {
  if (price === null) return null
  const schema = JSON.stringify(request.output.schema).length
  const inputTokens = (request.system.length + request.user.length + schema) / CHARACTERS_PER_TOKEN
  return (inputTokens * price.input + request.maxTokens * price.output) / 1e6
}

/** What a reply cost; null without a price, or where the provider does not count. */
export function costOf(usage: TokenUsage, price: ModelPrice | null): number | null {
  const { inputTokens, outputTokens, cachedTokens } = usage
  if (price === null || inputTokens === null || outputTokens === null) return null
  const cached = Math.min(cachedTokens ?? 0, inputTokens)
  const fresh = inputTokens - cached
  return (
    (fresh * price.input + cached * (price.cachedInput ?? price.input) + outputTokens * price.output) / 1e6
  )
}
