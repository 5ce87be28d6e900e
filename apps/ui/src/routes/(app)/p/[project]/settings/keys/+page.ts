import type { ApiKey } from '@assay/contract/api/account'
import { tryApi } from '#lib/api.ts'
import type { PageLoad } from './$types'

/** The project's keys, newest first, revoked ones last. */
export const load: PageLoad = async ({ fetch, params, url }) => {
  const path = `/api/v1/projects/${encodeURIComponent(params.project)}/keys`
  const { answer, problem } = await tryApi<{ keys: ApiKey[] }>(fetch, path, url)
  const keys = [...(answer?.keys ?? [])].sort(
    (a, b) =>
      Number(a.revokedAt !== null) - Number(b.revokedAt !== null) || b.createdAt.localeCompare(a.createdAt),
  )
  return { keys, keysPath: path, problem }
}
