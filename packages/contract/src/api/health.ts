import { z } from 'zod'

export const Health = z.object({ status: z.literal('ok'), version: z.string() })

/** Readiness asks each part for a real answer; `ready` only when all gave it. */
export const Readiness = z.object({
  status: z.enum(['ready', 'unready']),
  checks: z.array(
    z.object({ name: z.string(), isOk: z.boolean(), latencyMs: z.number(), detail: z.string().nullable() }),
  ),
})
export type Readiness = z.infer<typeof Readiness>

export const PriceAnswer = z.object({
  version: z.string(),
  prices: z.array(
    z.object({
      provider: z.string(),
      model: z.string(),
      inputUsdPerMillion: z.number(),
      outputUsdPerMillion: z.number(),
      cacheReadUsdPerMillion: z.number().nullable(),
      cacheWriteUsdPerMillion: z.number().nullable(),
      source: z.string(),
      date: z.string(),
    }),
  ),
})
export type PriceAnswer = z.infer<typeof PriceAnswer>

/** Models that carried tokens in the range and have no price. */
export const UnpricedAnswer = z.object({
  models: z.array(
    z.object({
      provider: z.string(),
      model: z.string(),
      calls: z.number(),
      inputTokens: z.number(),
      outputTokens: z.number(),
      lastTime: z.string(),
    }),
  ),
})
export type UnpricedAnswer = z.infer<typeof UnpricedAnswer>
