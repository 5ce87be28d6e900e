import { redirect } from '@sveltejs/kit'
import { loadApi } from '#lib/api.ts'
import type { PageLoad } from './$types'

/** Only a new installation has anything to set up. */
export const load: PageLoad = async ({ fetch, url }) => {
  const { needed } = await loadApi<{ needed: boolean }>(fetch, '/api/v1/setup', url)
  if (!needed) redirect(307, '/')
}
