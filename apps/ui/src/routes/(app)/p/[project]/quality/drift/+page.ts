import { DRIFT_STATES, type DriftFindings, type DriftOverview } from '@assay/contract/api/drift'
import { apiPath, tryApi } from '#lib/api.ts'
import type { PageLoad } from './$types'

const STATES = ['current', ...DRIFT_STATES, 'any'] as const

/** What drifted in the project, and what was tested. */
export const load: PageLoad = async ({ fetch, params, url }) => {
  const path = `/api/v1/projects/${encodeURIComponent(params.project)}/drift`
  const state = STATES.find((one) => one === url.searchParams.get('state')) ?? 'current'
  const [overview, findings] = await Promise.all([
    tryApi<DriftOverview>(fetch, path, url),
    tryApi<DriftFindings>(fetch, apiPath(`${path}/findings`, { state }), url),
  ])
  return {
    path,
    nowMs: Date.now(),
    state,
    overview: overview.answer,
    findings: findings.answer?.findings ?? [],
    total: findings.answer?.total ?? 0,
    problem: overview.problem ?? findings.problem,
  }
}
