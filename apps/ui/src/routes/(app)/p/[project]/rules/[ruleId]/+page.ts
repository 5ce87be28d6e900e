import type { Rule, RuleVersionList } from '@assay/contract/api/rule'
import { loadApi } from '#lib/api.ts'
import { loadRuleParts } from '#lib/rules/load-rule-parts.ts'
import type { PageLoad } from './$types'

/** One rule with its versions, and what it can be made of. */
export const load: PageLoad = async ({ fetch, params, parent, url }) => {
  const path = `/api/v1/projects/${encodeURIComponent(params.project)}/rules/${encodeURIComponent(params.ruleId)}`
  const { role } = await parent()
  const [rule, { versions }, parts] = await Promise.all([
    loadApi<Rule>(fetch, path, url),
    loadApi<RuleVersionList>(fetch, `${path}/versions`, url),
    loadRuleParts({ fetch, url, projectId: params.project, role }),
  ])
  return { rule, versions, ...parts }
}
