import type { DeadLetterList } from '@assay/contract/api/dead-letter'
import type { EvaluatorList } from '@assay/contract/api/evaluator'
import type { JudgeList } from '@assay/contract/api/judge'
import type { RuleList } from '@assay/contract/api/rule'
import { tryApi } from '#lib/api.ts'
import { may } from '#lib/frame/may.ts'
import type { PageLoad } from './$types'

/** The rules of the project, with the names of what they use. */
export const load: PageLoad = async ({ fetch, params, parent, url }) => {
  const path = `/api/v1/projects/${encodeURIComponent(params.project)}`
  const { role } = await parent()
  const [list, evaluators, judges, letters] = await Promise.all([
    tryApi<RuleList>(fetch, `${path}/rules`, url),
    tryApi<EvaluatorList>(fetch, `${path}/evaluators`, url),
    may(role, 'judges:read') ? tryApi<JudgeList>(fetch, `${path}/judges`, url) : null,
    tryApi<DeadLetterList>(fetch, `${path}/dead-letters?limit=1`, url),
  ])
  const titles = new Map<string, string>(
    (evaluators.answer?.evaluators ?? []).map(({ name, title }) => [name, title]),
  )
  const judgeNames = new Map<string, string>((judges?.answer?.judges ?? []).map(({ id, name }) => [id, name]))
  return {
    path,
    rules: list.answer?.rules ?? [],
    titles,
    judgeNames,
    unscored: letters.answer?.waiting ?? 0,
    problem: list.problem,
  }
}
