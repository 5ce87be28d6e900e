import type { PriceAnswer, UnpricedAnswer } from '@assay/contract/api/health'
import { apiPath, tryApi } from '#lib/api.ts'
import { boundsOf } from '#lib/time-range.ts'
import type { PageLoad } from './$types'

/** The price table, and the models of the last 30 days that it does not know. */
export const load: PageLoad = async ({ fetch, params, url }) => {
  const month = boundsOf({ preset: '30d' }, Date.now())
  const unpriced = apiPath(`/api/v1/projects/${encodeURIComponent(params.project)}/unpriced-models`, month)
  const [prices, models] = await Promise.all([
    tryApi<PriceAnswer>(fetch, '/api/v1/prices', url),
    tryApi<UnpricedAnswer>(fetch, unpriced, url),
  ])
  return {
    prices: prices.answer,
    models: models.answer?.models ?? [],
    problem: prices.problem ?? models.problem,
  }
}
