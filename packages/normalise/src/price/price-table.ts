import { PRICES, PRICE_VERSION } from './prices.ts'

/** The price table as people read it: a row for each provider and model, in US dollars per million tokens. */
export function priceTable() {
  return {
    version: PRICE_VERSION,
    prices: PRICES.flatMap((price) =>
      price.providers.map((provider) => ({
        provider,
        model: price.model,
        inputUsdPerMillion: price.input,
        outputUsdPerMillion: price.output,
        cacheReadUsdPerMillion: price.cacheRead,
        cacheWriteUsdPerMillion: price.cacheWrite,
        source: price.source,
        date: price.date,
      })),
    ),
  }
}
