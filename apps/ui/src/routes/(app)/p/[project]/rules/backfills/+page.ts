import type { BackfillList } from '@assay/contract/api/backfill'
import type { EvaluatorList } from '@assay/contract/api/evaluator'
import type { RuleList } from '@assay/contract/api/rule'
import { tryApi } from '#lib/api.ts'
import type { PageLoad } from './$types'

/** What of the past is being scored, or was, and the rules that more can be scored with. */
export const load: PageLoad = async ({ fetch, params, url }) => {
  const path = `/api/v1/projects/${encodeURIComponent(params.project)}`
  const [list, rules, evaluators] = await Promise.all([
    tryApi<BackfillList>(fetch, `${path}/backfills`, url),
    tryApi<RuleList>(fetch, `${path}/rules`, url),
    tryApi<EvaluatorList>(fetch, `${path}/evaluators`, url),
  ])
  return {
    path: `${path}/backfills`,
    backfills: list.answer?.backfills ?? [],
    rules: rules.answer?.rules ?? [],
    evaluators: evaluators.answer?.evaluators ?? [],
    problem: list.problem ?? rules.problem ?? evaluators.problem,
  }
}
