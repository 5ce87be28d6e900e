import type { ScoreList } from '@assay/contract/api/score'
import type { Session } from '@assay/contract/api/session'
import { loadApi, tryApi } from '#lib/api.ts'
import type { PageLoad } from './$types'

/** The session of the address, with its newest turns and what was said of it as a whole. */
export const load: PageLoad = async ({ fetch, params, url }) => {
  const project = `/api/v1/projects/${encodeURIComponent(params.project)}`
  const path = `${project}/sessions/${encodeURIComponent(params.sessionId)}`
  const [session, scored] = await Promise.all([
    loadApi<Session>(fetch, path, url),
    tryApi<ScoreList>(fetch, `${path}/scores`, url),
  ])
  return { session, scores: scored.answer?.scores ?? [], scoresProblem: scored.problem }
}
