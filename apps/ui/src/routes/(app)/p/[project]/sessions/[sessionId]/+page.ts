import type { Session } from '@assay/contract/api/session'
import { loadApi } from '#lib/api.ts'
import type { PageLoad } from './$types'

/** The session of the address, with its newest turns. */
export const load: PageLoad = async ({ fetch, params, url }) => {
  const project = `/api/v1/projects/${encodeURIComponent(params.project)}`
  const path = `${project}/sessions/${encodeURIComponent(params.sessionId)}`
  return { session: await loadApi<Session>(fetch, path, url) }
}
