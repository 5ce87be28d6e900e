import { redirect } from '@sveltejs/kit'
import { callApi } from '#lib/api.ts'
import { nextPath } from '#lib/account/next-path.ts'
import type { PageLoad } from './$types'

/** Nobody can sign in before the owner exists: then this page is the setup. */
export const load: PageLoad = async ({ fetch, url }) => {
  const setup = await callApi<{ needed: boolean }>(fetch, '/api/v1/setup').catch(() => null)
  if (setup?.needed === true) redirect(307, '/setup')
  return { next: nextPath(url.searchParams.get('next')) }
}
