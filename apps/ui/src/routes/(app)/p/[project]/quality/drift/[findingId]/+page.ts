import type { DriftFindingDetail } from '@assay/contract/api/drift'
import { tryApi } from '#lib/api.ts'
import type { PageLoad } from './$types'

/** One finding with its pictures and traces. */
export const load: PageLoad = async ({ fetch, params, url }) => {
  const project = `/api/v1/projects/${encodeURIComponent(params.project)}`
  const path = `${project}/drift/findings/${encodeURIComponent(params.findingId)}`
  const { answer, problem } = await tryApi<DriftFindingDetail>(fetch, path, url)
  return { path, finding: answer, problem }
}
