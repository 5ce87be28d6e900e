import type { BiasKeys, BiasParity, BiasSettings } from '@assay/contract/api/bias'
import type { ScoreNames } from '@assay/contract/api/score-filter'
import { SCORE_TARGETS } from '@assay/contract/score-row'
import { apiPath, tryApi } from '#lib/api.ts'
import { boundsOf, readRange } from '#lib/time-range.ts'
import type { PageLoad } from './$types'

/** What makes groups, and of the attribute that the URL names, or the first, how its groups differ. */
export const load: PageLoad = async ({ fetch, params, url }) => {
  const range = readRange(url.searchParams)
  const bounds = boundsOf(range, Date.now())
  const path = `/api/v1/projects/${encodeURIComponent(params.project)}`
  const [settings, names, keys] = await Promise.all([
    tryApi<BiasSettings>(fetch, `${path}/bias/settings`, url),
    tryApi<ScoreNames>(fetch, apiPath(`${path}/score-names`, bounds), url),
    tryApi<BiasKeys>(fetch, apiPath(`${path}/bias/keys`, bounds), url),
  ])
  const chosen = settings.answer?.attributes ?? []
  const asked = url.searchParams.get('by')
  const target = SCORE_TARGETS.find((one) => one === url.searchParams.get('of')) ?? null
  const attribute = (chosen.find((one) => one.attribute === asked) ?? chosen[0])?.attribute ?? null
  const parity =
    attribute === null
      ? null
      : await tryApi<BiasParity>(fetch, apiPath(`${path}/bias/parity`, { ...bounds, attribute, target }), url)
  return {
    range,
    path,
    attribute,
    target,
    settings: settings.answer,
    names: names.answer?.names ?? [],
    keys: keys.answer?.keys ?? [],
    parity: parity?.answer ?? null,
    problem: settings.problem ?? names.problem ?? keys.problem ?? parity?.problem ?? null,
  }
}
