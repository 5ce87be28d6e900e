import type { JudgeList } from '@assay/contract/api/judge'
import { tryApi } from '#lib/api.ts'
import type { PageLoad } from './$types'

/** The project's judges by name. */
export const load: PageLoad = async ({ fetch, params, url }) => {
  const path = `/api/v1/projects/${encodeURIComponent(params.project)}/judges`
  const { answer, problem } = await tryApi<JudgeList>(fetch, path, url)
  return { judges: answer?.judges ?? [], judgesPath: path, problem }
}
