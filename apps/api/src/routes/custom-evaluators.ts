import {
  CustomEvaluator,
  CustomEvaluatorChange,
  CustomEvaluatorDraft,
  CustomEvaluatorList,
  CustomEvaluatorTry,
  CustomEvaluatorTryInput,
  CustomEvaluatorVersionList,
} from '@assay/contract/api/custom-evaluator'
import { AssayError } from '@assay/contract/error'
import { EVALUATORS, WINDOW_EVALUATORS } from '@assay/score/registry'
import { createCustomEvaluator } from '@assay/store/postgres/custom-evaluator/create'
import { deleteCustomEvaluator } from '@assay/store/postgres/custom-evaluator/delete'
import { findCustomEvaluator } from '@assay/store/postgres/custom-evaluator/find'
import { listCustomVersions } from '@assay/store/postgres/custom-evaluator/list-versions'
import { listCustomEvaluators } from '@assay/store/postgres/custom-evaluator/list'
import { updateCustomEvaluator } from '@assay/store/postgres/custom-evaluator/update'
import { openJudge } from '@assay/store/postgres/judge/open-judge'
import { endpoint } from '../endpoint.ts'
import { tryEvaluator } from '../evaluators/try-evaluator.ts'
import { InProject, OneEvaluator } from './params.ts'
import { scopeOf } from './scope.ts'

const TAG = 'Rules'

export const CUSTOM_EVALUATOR_ROUTES = [
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/custom-evaluators',
    tag: TAG,
    summary: 'List the evaluators that people of the project wrote, with all that their judges are asked',
    access: 'rules:read',
    params: InProject,
    answer: CustomEvaluatorList,
    answerName: 'CustomEvaluatorList',
    handle: async ({ deps, params }) => ({
      evaluators: await listCustomEvaluators(deps.pool, params.projectId),
    }),
  }),
  endpoint({
    method: 'post',
    path: '/projects/{projectId}/custom-evaluators',
    tag: TAG,
    summary:
      'Write an evaluator that a judge answers by a graded rubric; rules with a judge can name it from then on',
    access: 'rules:write',
    params: InProject,
    body: CustomEvaluatorDraft,
    status: 201,
    answer: CustomEvaluator,
    answerName: 'CustomEvaluator',
    handle({ deps, params, body, change }) {
      requireOwnName(body.name)
      return createCustomEvaluator(deps.pool, change(), { ...params, draft: body })
    },
  }),
  endpoint({
    method: 'post',
    path: '/projects/{projectId}/custom-evaluators/try',
    tag: TAG,
    summary: 'Ask a judge what an evaluator asks about the last samples, before it is saved',
    description: 'Really asks the judge, which costs what its calls cost. Nothing is stored.',
    access: 'rules:write',
    params: InProject,
    body: CustomEvaluatorTryInput,
    answer: CustomEvaluatorTry,
    answerName: 'CustomEvaluatorTry',
    async handle(input) {
      const { deps, params, body, request } = input
      const judge = await openJudge(deps.pool, deps.secretBox, { ...params, judgeId: body.judgeId })
      return tryEvaluator(scopeOf(input), body, {
        judge,
        io: deps.judgeIo,
        nowMs: deps.now().getTime(),
        signal: request.signal,
      })
    },
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/custom-evaluators/{name}',
    tag: TAG,
    summary: 'One evaluator that people of the project wrote, as it stands now',
    access: 'rules:read',
    params: OneEvaluator,
    answer: CustomEvaluator,
    answerName: 'CustomEvaluator',
    async handle({ deps, params }) {
      const evaluator = await findCustomEvaluator(deps.pool, params)
      if (!evaluator) throw new AssayError('not_found', 'There is no such evaluator of your own.')
      return evaluator
    },
  }),
  endpoint({
    method: 'patch',
    path: '/projects/{projectId}/custom-evaluators/{name}',
    tag: TAG,
    summary:
      'Change an evaluator as a whole: adds a version, whose scores are told apart from those of before',
    access: 'rules:write',
    params: OneEvaluator,
    body: CustomEvaluatorChange,
    answer: CustomEvaluator,
    answerName: 'CustomEvaluator',
    handle: ({ deps, params, body, change }) =>
      updateCustomEvaluator(deps.pool, change(), { ...params, next: body }),
  }),
  endpoint({
    method: 'delete',
    path: '/projects/{projectId}/custom-evaluators/{name}',
    tag: TAG,
    summary: 'End an evaluator; its versions and scores stay; a conflict while rules name it',
    access: 'rules:write',
    params: OneEvaluator,
    handle: ({ deps, params, change }) => deleteCustomEvaluator(deps.pool, change(), params),
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/custom-evaluators/{name}/versions',
    tag: TAG,
    summary: 'What an evaluator asked over time, newest first; of deleted ones too',
    access: 'rules:read',
    params: OneEvaluator,
    answer: CustomEvaluatorVersionList,
    answerName: 'CustomEvaluatorVersionList',
    handle: async ({ deps, params }) => ({ versions: await listCustomVersions(deps.pool, params) }),
  }),
]

/** @throws AssayError `invalid` for a name that comes with Assay. */
function requireOwnName(name: string): void {
  if (!Object.hasOwn(EVALUATORS, name) && !Object.hasOwn(WINDOW_EVALUATORS, name)) return
  throw new AssayError('invalid', `${name} is an evaluator that comes with Assay. Choose another name.`, {
    errors: [{ path: 'name', message: 'is an evaluator that comes with Assay' }],
  })
}
