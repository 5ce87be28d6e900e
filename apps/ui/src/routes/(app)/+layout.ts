import type { Me } from '@assay/contract/api/account'
import { ApiError, callApi, loadApi } from '#lib/api.ts'
import { redirect } from '@sveltejs/kit'
import type { LayoutLoad } from './$types'

/** The account, for every page; who is not signed in goes to /sign-in, and to /setup where no account exists yet. */
export const load: LayoutLoad = async ({ fetch, url, untrack }) => {
  try {
    return { me: await callApi<Me>(fetch, '/api/v1/me') }
  } catch (cause) {
    if (cause instanceof ApiError && cause.problem.status === 401) {
      const { needed } = await callApi<{ needed: boolean }>(fetch, '/api/v1/setup')
      if (needed) redirect(307, '/setup')
    }
    return { me: await untrack(() => loadApi<Me>(fetch, '/api/v1/me', url)) }
  }
}
