import { Judge, JudgeInput, JudgeList, JudgePatch, JudgeTest } from '@assay/contract/api/judge'
import { JudgeHealthList } from '@assay/contract/api/judge-health'
import { createJudge } from '@assay/store/postgres/judge/create'
import { deleteJudge } from '@assay/store/postgres/judge/delete'
import { listJudges } from '@assay/store/postgres/judge/list'
import { openJudge } from '@assay/store/postgres/judge/open-judge'
import { updateJudge } from '@assay/store/postgres/judge/update'
import { endpoint } from '../endpoint.ts'
import { judgeHealth } from '../judges/judge-health.ts'
import { countTest } from '../judges/count-test.ts'
import { testJudge, type TestCall } from '../judges/test-judge.ts'
import { InProject, OneJudge } from './params.ts'

const TAG = 'Judges'

export const JUDGE_ROUTES = [
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/judges',
    tag: TAG,
    summary: 'List the models that judge, without their keys',
    access: 'judges:read',
    params: InProject,
    answer: JudgeList,
    answerName: 'JudgeList',
    handle: async ({ deps, params }) => ({ judges: await listJudges(deps.pool, params.projectId) }),
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/judge-health',
    tag: TAG,
    summary: 'How the judges did in the last 24 hours, and whether they can be asked now',
    access: 'judges:read',
    params: InProject,
    answer: JudgeHealthList,
    answerName: 'JudgeHealthList',
    handle: async ({ deps, params }) => ({
      judges: await judgeHealth(deps.pool, { ...params, now: deps.now() }),
    }),
  }),
  endpoint({
    method: 'post',
    path: '/projects/{projectId}/judges',
    tag: TAG,
    summary: 'Add a model that judges',
    description:
      'Any endpoint with OpenAI-compatible chat completions (OpenAI, vLLM, Ollama, a gateway), or Anthropic’s messages. The key is ' +
      'stored encrypted; no answer ever holds it.',
    access: 'judges:write',
    params: InProject,
    body: JudgeInput,
    status: 201,
    answer: Judge,
    answerName: 'Judge',
    handle: ({ deps, params, body, change }) =>
      createJudge(deps.pool, change(), deps.secretBox, { ...params, judge: body }),
  }),
  endpoint({
    method: 'patch',
    path: '/projects/{projectId}/judges/{judgeId}',
    tag: TAG,
    summary: 'Change a judge; what is left out stays, its key too, but another host needs the key again',
    access: 'judges:write',
    params: OneJudge,
    body: JudgePatch,
    answer: Judge,
    answerName: 'Judge',
    handle: ({ deps, params, body, change }) =>
      updateJudge(deps.pool, change(), deps.secretBox, { ...params, patch: body }),
  }),
  endpoint({
    method: 'delete',
    path: '/projects/{projectId}/judges/{judgeId}',
    tag: TAG,
    summary: 'Delete a judge and its key; a conflict while rules ask it',
    access: 'judges:write',
    params: OneJudge,
    handle: ({ deps, params, change }) => deleteJudge(deps.pool, change(), params),
  }),
  endpoint({
    method: 'post',
    path: '/projects/{projectId}/judges/{judgeId}/test',
    tag: TAG,
    summary: 'Ask a judge one real question with a known answer, and tell what came of it',
    access: 'judges:write',
    params: OneJudge,
    answer: JudgeTest,
    answerName: 'JudgeTest',
    async handle({ deps, params, request }) {
      const { judge, apiKey } = await openJudge(deps.pool, deps.secretBox, params)
      const calls: TestCall[] = []
      const test = await testJudge(judge, apiKey, deps.judgeIo, request.signal, (call) => calls.push(call))
      const isUnreadable = test.failure === 'unparseable'
      await countTest(deps.pool, params, { calls, isUnreadable, now: deps.now() })
      return test
    },
  }),
]
