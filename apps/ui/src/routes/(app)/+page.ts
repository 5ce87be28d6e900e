import { redirect } from '@sveltejs/kit'
import { projectPath } from '#lib/frame/pages.ts'
import type { PageLoad } from './$types'

/** Everybody lands on the traces of their first project. */
export const load: PageLoad = async ({ parent }) => {
  const { me } = await parent()
  const first = me.organisations.flatMap(({ projects }) => projects)[0]
  if (first !== undefined) redirect(307, projectPath(first.id, 'traces'))
}
