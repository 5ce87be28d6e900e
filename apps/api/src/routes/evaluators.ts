import { z } from '@hono/zod-openapi'
import { EvaluatorReport, EvaluatorReportQuery } from '@assay/contract/api/evaluator-report'
import { countFailures } from '@assay/store/postgres/scoring/count-failures'
import { endpoint } from '../endpoint.ts'
import { readReport } from '../evaluators/read-report.ts'
import { InProject } from './params.ts'
import { scopeOf } from './scope.ts'

export const EVALUATOR_ROUTES = [
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/evaluators/{name}',
    tag: 'Rules',
    summary: 'One evaluator: its rubric, its versions, and how well it does here and on public data',
    access: 'traces:read',
    params: InProject.extend({ name: z.string().min(1).max(100) }),
    query: EvaluatorReportQuery,
    answer: EvaluatorReport,
    answerName: 'EvaluatorReport',
    handle(input) {
      const { deps, params, query } = input
      const now = deps.now()
      const { name, projectId } = params
      return readReport(scopeOf(input), {
        name,
        query,
        nowMs: now.getTime(),
        failures: (since) => countFailures(deps.pool, { projectId, evaluator: name, since, now }),
      })
    },
  }),
]
