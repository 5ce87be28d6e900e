import type { EvaluatorList } from '@assay/contract/api/evaluator'
import type { JudgeList } from '@assay/contract/api/judge'
import type { Role } from '@assay/contract/role'
import { loadApi } from '#lib/api.ts'
import { may } from '#lib/frame/may.ts'

/** Evaluators and judges that a rule can name; no judges (null) for roles that may not see them. */
export async function loadRuleParts(input: {
  fetch: typeof globalThis.fetch
  url: URL
  projectId: string
  role: Role
}) {
  const { fetch, url, projectId, role } = input
  const path = `/api/v1/projects/${encodeURIComponent(projectId)}`
  const [{ evaluators }, judges] = await Promise.all([
    loadApi<EvaluatorList>(fetch, `${path}/evaluators`, url),
    may(role, 'judges:read') ? loadApi<JudgeList>(fetch, `${path}/judges`, url) : null,
  ])
  return { evaluators, judges: judges?.judges ?? null }
}
