import type { EvaluatorList } from '@assay/contract/api/evaluator'
import type { ScoreNames, ScoreReviews } from '@assay/contract/api/score-filter'
import { apiPath, tryApi } from '#lib/api.ts'
import { boundsOf, readRange } from '#lib/time-range.ts'
import type { PageLoad } from './$types'

/** The evaluators that rules can name, and what each scored in the range. */
export const load: PageLoad = async ({ fetch, params, url }) => {
  const range = readRange(url.searchParams)
  const project = `/api/v1/projects/${encodeURIComponent(params.project)}`
  const bounds = boundsOf(range, Date.now())
  const [evaluators, names, reviews] = await Promise.all([
    tryApi<EvaluatorList>(fetch, `${project}/evaluators`, url),
    tryApi<ScoreNames>(fetch, apiPath(`${project}/score-names`, bounds), url),
    tryApi<ScoreReviews>(fetch, apiPath(`${project}/score-reviews`, bounds), url),
  ])
  return {
    range,
    evaluators: evaluators.answer?.evaluators ?? [],
    scored: new Map((names.answer?.names ?? []).map((one) => [one.name, one])),
    wanting: sumByName(reviews.answer?.reviews ?? []),
    problem: evaluators.problem ?? names.problem ?? reviews.problem,
  }
}

/** By evaluator, how many verdicts of its judge want a person's look. */
function sumByName(reviews: ScoreReviews['reviews']): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { name, n } of reviews) sums.set(name, (sums.get(name) ?? 0) + n)
  return sums
}
