import type { ProbePairPage, ProbeRunDetail } from '@assay/contract/api/bias-probe'
import { apiPath, loadApi } from '#lib/api.ts'
import type { PageLoad } from './$types'

const PAGE = 20

/** A run, how its groups differ, and a page of its pairs. */
export const load: PageLoad = async ({ fetch, params, url }) => {
  const path = `/api/v1/projects/${encodeURIComponent(params.project)}/bias/probe-runs/${encodeURIComponent(params.runId)}`
  const asked = url.searchParams.get('show')
  const show = asked === 'failed' || asked === 'order' ? asked : 'unlike'
  const offset = Math.max(0, Math.trunc(Number(url.searchParams.get('from') ?? 0)) || 0)
  const [{ run, gaps }, pairs] = await Promise.all([
    loadApi<ProbeRunDetail>(fetch, path, url),
    loadApi<ProbePairPage>(fetch, apiPath(`${path}/pairs`, { show, offset, limit: PAGE }), url),
  ])
  return { path, run, gaps, pairs, show, offset, pageSize: PAGE }
}
