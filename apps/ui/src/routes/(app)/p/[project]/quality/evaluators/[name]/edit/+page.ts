import type { CustomEvaluator } from '@assay/contract/api/custom-evaluator'
import type { JudgeList } from '@assay/contract/api/judge'
import { loadApi } from '#lib/api.ts'
import { may } from '#lib/frame/may.ts'
import type { PageLoad } from './$types'

/** An evaluator that people of the project wrote, and the judges that it can be tried with. */
export const load: PageLoad = async ({ fetch, params, parent, url }) => {
  const { role } = await parent()
  const project = `/api/v1/projects/${encodeURIComponent(params.project)}`
  const path = `${project}/custom-evaluators/${encodeURIComponent(params.name)}`
  const [evaluator, list] = await Promise.all([
    loadApi<CustomEvaluator>(fetch, path, url),
    may(role, 'judges:read') ? loadApi<JudgeList>(fetch, `${project}/judges`, url) : null,
  ])
  return { evaluator, judges: list?.judges ?? null }
}
