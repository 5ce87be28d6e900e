import type { JudgeList } from '@assay/contract/api/judge'
import { loadApi } from '#lib/api.ts'
import { may } from '#lib/frame/may.ts'
import type { PageLoad } from './$types'

/** The judges that a new evaluator can be tried with; null for roles that may not see them. */
export const load: PageLoad = async ({ fetch, params, parent, url }) => {
  const { role } = await parent()
  const path = `/api/v1/projects/${encodeURIComponent(params.project)}/judges`
  return { judges: may(role, 'judges:read') ? (await loadApi<JudgeList>(fetch, path, url)).judges : null }
}
