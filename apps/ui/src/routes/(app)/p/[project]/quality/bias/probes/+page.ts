import type { BiasSettings } from '@assay/contract/api/bias'
import type { ProbeRunList, ProbeSetList } from '@assay/contract/api/bias-probe'
import type { JudgeList } from '@assay/contract/api/judge'
import { tryApi } from '#lib/api.ts'
import { may } from '#lib/frame/may.ts'
import type { PageLoad } from './$types'

/** Runs of probes, the sets that they can ask, and the models that can be asked. */
export const load: PageLoad = async ({ fetch, params, parent, url }) => {
  const path = `/api/v1/projects/${encodeURIComponent(params.project)}`
  const { role } = await parent()
  const [runs, sets, settings, judges] = await Promise.all([
    tryApi<ProbeRunList>(fetch, `${path}/bias/probe-runs`, url),
    tryApi<ProbeSetList>(fetch, `${path}/bias/probe-sets`, url),
    tryApi<BiasSettings>(fetch, `${path}/bias/settings`, url),
    may(role, 'judges:read') ? tryApi<JudgeList>(fetch, `${path}/judges`, url) : null,
  ])
  return {
    path,
    runs: runs.answer?.runs ?? [],
    sets: sets.answer?.sets ?? [],
    judges: judges?.answer?.judges ?? [],
    judgeId: runs.answer?.runs[0]?.judgeId ?? settings.answer?.probeJudgeId ?? null,
    problem: runs.problem ?? sets.problem ?? settings.problem ?? judges?.problem ?? null,
  }
}
