import { loadRuleParts } from '#lib/rules/load-rule-parts.ts'
import type { PageLoad } from './$types'

/** What a rule can be made of. */
export const load: PageLoad = async ({ fetch, params, parent, url }) =>
  loadRuleParts({ fetch, url, projectId: params.project, role: (await parent()).role })
