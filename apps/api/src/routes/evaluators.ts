import { EvaluatorCascade } from '@assay/contract/api/evaluator-cascade'
import { EvaluatorReport, EvaluatorReportQuery } from '@assay/contract/api/evaluator-report'
import { listCustomEvaluators } from '@assay/store/postgres/custom-evaluator/list'
import { countFailures } from '@assay/store/postgres/scoring/count-failures'
import { endpoint } from '../endpoint.ts'
import { readCascade } from '../evaluators/read-cascade.ts'
import { readReport } from '../evaluators/read-report.ts'
import { OneEvaluator } from './params.ts'
import { scopeOf } from './scope.ts'

export const EVALUATOR_ROUTES = [
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/evaluators/{name}',
    tag: 'Rules',
    summary: 'One evaluator: its rubric, its versions, and how well it does here and on public data',
    access: 'traces:read',
    params: OneEvaluator,
    query: EvaluatorReportQuery,
    answer: EvaluatorReport,
    answerName: 'EvaluatorReport',
    async handle(input) {
      const { deps, params, query } = input
      const now = deps.now()
      const { name, projectId } = params
      return readReport(scopeOf(input), {
        name,
        query,
        own: await listCustomEvaluators(deps.pool, projectId),
        nowMs: now.getTime(),
        failures: (since) => countFailures(deps.pool, { projectId, evaluator: name, since, now }),
      })
    },
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/evaluators/{name}/cascade',
    tag: 'Rules',
    summary: 'When a judge is best asked beside an evaluator, by what people said of the same targets',
    access: 'traces:read',
    params: OneEvaluator,
    answer: EvaluatorCascade,
    answerName: 'EvaluatorCascade',
    async handle(input) {
      const { deps, params } = input
      return readCascade(scopeOf(input), {
        name: params.name,
        own: await listCustomEvaluators(deps.pool, params.projectId),
        nowMs: deps.now().getTime(),
      })
    },
  }),
]
