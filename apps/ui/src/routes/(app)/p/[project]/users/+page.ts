import type { UserPage } from '@assay/contract/api/session'
import { tryApi } from '#lib/api.ts'
import { readUserView, userQuery } from '#lib/users/view.ts'
import type { PageLoad } from './$types'

/** First page of the users that the URL describes. */
export const load: PageLoad = async ({ fetch, params, url }) => {
  const view = readUserView(url.searchParams)
  const project = `/api/v1/projects/${encodeURIComponent(params.project)}`
  const listPath = `${project}/users?${userQuery(view, Date.now())}&limit=100`
  const { answer, problem } = await tryApi<UserPage>(fetch, listPath, url)
  return { view, listPath, page: answer, problem }
}
