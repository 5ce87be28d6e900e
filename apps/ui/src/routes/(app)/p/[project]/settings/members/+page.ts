import type { Member } from '@assay/contract/api/account'
import { tryApi } from '#lib/api.ts'
import type { PageLoad } from './$types'

/** The people of the organisation that the project belongs to. */
export const load: PageLoad = async ({ fetch, parent, url }) => {
  const { organisation } = await parent()
  const path = `/api/v1/organisations/${encodeURIComponent(organisation.id)}/members`
  const { answer, problem } = await tryApi<{ members: Member[] }>(fetch, path, url)
  return { members: answer?.members ?? [], membersPath: path, problem }
}
