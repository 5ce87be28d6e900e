import type { JudgeList } from '@assay/contract/api/judge'
import { tryApi } from '#lib/api.ts'
import type { PageLoad } from './$types'

/** The project's judges by name. */
export const load: PageLoad = async ({ fetch, params, url }) => {
  const project = `/api/v1/projects/${encodeURIComponent(params.project)}`
  const path = `${project}/judges`
  const { answer, problem } = await tryApi<JudgeList>(fetch, path, url)
  return { judges: answer?.judges ?? [], judgesPath: path, healthPath: `${project}/judge-health`, problem }
}
