import type { DeadLetterList } from '@assay/contract/api/dead-letter'
import type { EvaluatorList } from '@assay/contract/api/evaluator'
import { apiPath, tryApi } from '#lib/api.ts'
import type { PageLoad } from './$types'

const SHOWN = 200

/** What of the project could not be scored, the newest first, of all evaluators or of one. */
export const load: PageLoad = async ({ fetch, params, url }) => {
  const path = `/api/v1/projects/${encodeURIComponent(params.project)}`
  const evaluator = url.searchParams.get('evaluator')?.slice(0, 100) ?? ''
  const [list, evaluators] = await Promise.all([
    tryApi<DeadLetterList>(fetch, apiPath(`${path}/dead-letters`, { evaluator, limit: SHOWN }), url),
    tryApi<EvaluatorList>(fetch, `${path}/evaluators`, url),
  ])
  const titles = new Map<string, string>(
    (evaluators.answer?.evaluators ?? []).map(({ name, title }) => [name, title]),
  )
  return { path, evaluator, list: list.answer, titles, problem: list.problem }
}
