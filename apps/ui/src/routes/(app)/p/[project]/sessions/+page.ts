import type { SessionPage } from '@assay/contract/api/session'
import { tryApi } from '#lib/api.ts'
import { readSessionView, sessionsPath } from '#lib/session/session-view.ts'
import type { PageLoad } from './$types'

/** First page of the sessions that the address describes. */
export const load: PageLoad = async ({ fetch, params, url }) => {
  const view = readSessionView(url.searchParams)
  const listPath = sessionsPath(params.project, view, Date.now())
  const { answer, problem } = await tryApi<SessionPage>(fetch, listPath, url)
  return { view, listPath, first: answer, problem }
}
