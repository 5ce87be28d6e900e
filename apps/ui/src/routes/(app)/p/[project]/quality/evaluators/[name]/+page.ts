import type { EvaluatorCascade } from '@assay/contract/api/evaluator-cascade'
import type { EvaluatorReport } from '@assay/contract/api/evaluator-report'
import type { RuleList } from '@assay/contract/api/rule'
import type { ScorePage, ScoreReviews } from '@assay/contract/api/score-filter'
import { REVIEW_REASONS } from '@assay/contract/score-row'
import { apiPath, tryApi } from '#lib/api.ts'
import { boundsOf, readRange } from '#lib/time-range.ts'
import type { PageLoad } from './$types'

const LATEST = 10

/** One evaluator with what it measured in the range, the rules that run it, and its latest scores. */
export const load: PageLoad = async ({ fetch, params, url }) => {
  const range = readRange(url.searchParams)
  const bounds = boundsOf(range, Date.now())
  const project = `/api/v1/projects/${encodeURIComponent(params.project)}`
  const name = params.name
  const wants = REVIEW_REASONS.find((one) => one === url.searchParams.get('wants')) ?? null
  const [report, cascade, rules, reviews, latest] = await Promise.all([
    tryApi<EvaluatorReport>(fetch, apiPath(`${project}/evaluators/${encodeURIComponent(name)}`, bounds), url),
    tryApi<EvaluatorCascade>(fetch, `${project}/evaluators/${encodeURIComponent(name)}/cascade`, url),
    tryApi<RuleList>(fetch, `${project}/rules`, url),
    tryApi<ScoreReviews>(fetch, apiPath(`${project}/score-reviews`, bounds), url),
    tryApi<ScorePage>(
      fetch,
      apiPath(`${project}/scores`, {
        ...bounds,
        name,
        state: 'any',
        source: ['metric', 'judge'],
        wants,
        limit: LATEST,
      }),
      url,
    ),
  ])
  return {
    range,
    report: report.answer,
    cascade: cascade.answer,
    rules: (rules.answer?.rules ?? []).filter((rule) => rule.evaluators.some((one) => one.name === name)),
    scores: latest.answer?.scores ?? [],
    wants,
    reviews: (reviews.answer?.reviews ?? []).filter((one) => one.name === name),
    problem: report.problem ?? cascade.problem ?? rules.problem ?? reviews.problem ?? latest.problem,
  }
}
