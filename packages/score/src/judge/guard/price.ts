import type { ModelRequest, TokenUsage } from '../model-client.ts'

/** Price of a model by 1,000,000 tokens. */
export interface ModelPrice {
  input: number
  output: number
  /** Of cached input; the price of input where it is null. */
  cachedInput: number | null
}

/** Tokens beside the texts: roles, and what providers say to the model about a tool or a schema. */
const FRAME_TOKENS = 1_000

/** The most that a request can cost: what is reserved. A token stands for one byte of UTF-8 at least. null without a price. */
export function greatestCost(request: ModelRequest, price: ModelPrice | null): number | null {
  if (price === null) return null
  const texts = [request.system, request.user, request.output.name, JSON.stringify(request.output.schema)]
  const inputTokens = texts.reduce((sum, text) => sum + Buffer.byteLength(text), FRAME_TOKENS)
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
