import type { EvaluatorList } from '@assay/contract/api/evaluator'
import type { ScoreNames } from '@assay/contract/api/score-filter'
import { apiPath, tryApi } from '#lib/api.ts'
import { boundsOf, readRange } from '#lib/time-range.ts'
import type { PageLoad } from './$types'

/** The evaluators that rules can name, and what each scored in the range. */
export const load: PageLoad = async ({ fetch, params, url }) => {
  const range = readRange(url.searchParams)
  const project = `/api/v1/projects/${encodeURIComponent(params.project)}`
  const [evaluators, names] = await Promise.all([
    tryApi<EvaluatorList>(fetch, `${project}/evaluators`, url),
    tryApi<ScoreNames>(fetch, apiPath(`${project}/score-names`, boundsOf(range, Date.now())), url),
  ])
  return {
    range,
    evaluators: evaluators.answer?.evaluators ?? [],
    scored: new Map((names.answer?.names ?? []).map((one) => [one.name, one])),
    problem: evaluators.problem ?? names.problem,
  }
}
