import { error } from '@sveltejs/kit'
import type { LayoutLoad } from './$types'

/** The project of the address and the person's role in it. */
export const load: LayoutLoad = async ({ parent, params }) => {
  const { me } = await parent()
  for (const { id, name, role, projects } of me.organisations) {
    const project = projects.find((one) => one.id === params.project)
    if (project !== undefined) return { project, role, organisation: { id, name } }
  }
  error(404, { message: 'There is no such project, or you are not a member of its organisation.' })
}
