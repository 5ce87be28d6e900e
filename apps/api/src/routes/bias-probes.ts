import {
  ProbeEstimate,
  ProbeLimits,
  ProbePairPage,
  ProbePairQuery,
  ProbePlan,
  ProbeRun,
  ProbeRunDetail,
  ProbeRunList,
  ProbeRunStart,
  ProbeSet,
  ProbeSetDraft,
  ProbeSetList,
} from '@assay/contract/api/bias-probe'
import type { Judge } from '@assay/contract/api/judge'
import { Id } from '@assay/contract/api/text'
import { AssayError } from '@assay/contract/error'
import { BUILT_IN_SETS } from '@assay/score/probes/built-in-sets'
import { compareProbes } from '@assay/score/probes/compare-probes'
import { changeRun } from '@assay/store/postgres/bias/change-run'
import { deleteProbeSet, listProbeSets, saveProbeSet } from '@assay/store/postgres/bias/probe-sets'
import { listPairs, measuredPairs } from '@assay/store/postgres/bias/read-pairs'
import { listRuns, readRun } from '@assay/store/postgres/bias/read-runs'
import { readBiasSettings } from '@assay/store/postgres/bias/settings'
import { startRun } from '@assay/store/postgres/bias/start-run'
import { findJudge } from '@assay/store/postgres/judge/find'
import { estimateRun, planRun } from '../bias/plan-run.ts'
import type { ApiDeps } from '../deps.ts'
import { endpoint } from '../endpoint.ts'
import { InProject } from './params.ts'
import { z } from '@hono/zod-openapi'

const TAG = 'Bias'
const OneSet = InProject.extend({ setId: Id })
const OneRun = InProject.extend({ runId: Id })

/** The set and the model of a plan. @throws AssayError `invalid` where one is not there (any more). */
async function partsOf(
  deps: ApiDeps,
  projectId: string,
  plan: ProbePlan,
): Promise<{ set: ProbeSet; judge: Judge }> {
  const sets = [...BUILT_IN_SETS, ...(await listProbeSets(deps.pool, projectId))]
  const set = sets.find(({ id }) => id === plan.setId)
  if (set === undefined) throw new AssayError('invalid', 'There is no such set of probes: choose another.')
  const judge = await findJudge(deps.pool, { projectId, judgeId: plan.judgeId })
  if (judge === null)
    throw new AssayError('invalid', 'There is no such model: choose one of Settings → Judges.')
  return { set, judge }
}

export const BIAS_PROBE_ROUTES = [
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/bias/probe-sets',
    tag: TAG,
    summary: 'List the sets of probes, those that come with Assay first',
    access: 'traces:read',
    params: InProject,
    answer: ProbeSetList,
    answerName: 'ProbeSetList',
    handle: async ({ deps, params }) => ({
      sets: [...BUILT_IN_SETS, ...(await listProbeSets(deps.pool, params.projectId))],
    }),
  }),
  endpoint({
    method: 'post',
    path: '/projects/{projectId}/bias/probe-sets',
    tag: TAG,
    summary: 'Add a set of probes: templates with {person}, and terms for each group',
    access: 'rules:write',
    params: InProject,
    body: ProbeSetDraft,
    status: 201,
    answer: ProbeSet,
    answerName: 'ProbeSet',
    handle: ({ deps, params, body, change }) =>
      saveProbeSet(deps.pool, change(), { ...params, setId: null, draft: body }),
  }),
  endpoint({
    method: 'patch',
    path: '/projects/{projectId}/bias/probe-sets/{setId}',
    tag: TAG,
    summary: 'Replace a set of probes; runs keep what they asked',
    access: 'rules:write',
    params: OneSet,
    body: ProbeSetDraft,
    answer: ProbeSet,
    answerName: 'ProbeSet',
    handle: ({ deps, params, body, change }) => saveProbeSet(deps.pool, change(), { ...params, draft: body }),
  }),
  endpoint({
    method: 'delete',
    path: '/projects/{projectId}/bias/probe-sets/{setId}',
    tag: TAG,
    summary: 'Delete a set of probes',
    access: 'rules:write',
    params: OneSet,
    handle: ({ deps, params, change }) => deleteProbeSet(deps.pool, change(), params),
  }),
  endpoint({
    method: 'post',
    path: '/projects/{projectId}/bias/probe-runs/estimate',
    tag: TAG,
    summary: 'What a run of probes would take; nothing is asked',
    access: 'rules:write',
    params: InProject,
    body: ProbePlan,
    answer: ProbeEstimate,
    answerName: 'ProbeEstimate',
    async handle({ deps, params, body }) {
      const { set, judge } = await partsOf(deps, params.projectId, body)
      return estimateRun(body, set, judge)
    },
  }),
  endpoint({
    method: 'post',
    path: '/projects/{projectId}/bias/probe-runs',
    tag: TAG,
    summary: 'Ask a model prompts that differ in the group of a person alone',
    description:
      'The model under test is one of the project’s judges, asked with its own address, key and price. Each call is reserved before it ' +
      'goes out, so the limits hold over restarts.',
    access: 'rules:write',
    params: InProject,
    body: ProbeRunStart,
    status: 201,
    answer: ProbeRun,
    answerName: 'ProbeRun',
    async handle({ deps, params, body, change }) {
      const { set, judge } = await partsOf(deps, params.projectId, body.plan)
      const runId = await startRun(deps.pool, change(), planRun(params.projectId, body, set, judge))
      return readRun(deps.pool, { ...params, runId })
    },
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/bias/probe-runs',
    tag: TAG,
    summary: 'List runs of probes, newest first',
    access: 'traces:read',
    params: InProject,
    answer: ProbeRunList,
    answerName: 'ProbeRunList',
    handle: async ({ deps, params }) => ({ runs: await listRuns(deps.pool, params.projectId) }),
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/bias/probe-runs/{runId}',
    tag: TAG,
    summary: 'How far a run is, and how its groups differ by now',
    access: 'traces:read',
    params: OneRun,
    answer: ProbeRunDetail,
    answerName: 'ProbeRunDetail',
    async handle({ deps, params }) {
      const run = await readRun(deps.pool, params)
      const { correction } = await readBiasSettings(deps.pool, params.projectId)
      const pairs = await measuredPairs(deps.pool, run.id)
      return { run, gaps: compareProbes(pairs, { correction, seed: run.id }) }
    },
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/bias/probe-runs/{runId}/pairs',
    tag: TAG,
    summary: 'The pairs of a run with both answers, or why there are none',
    access: 'traces:read',
    params: OneRun,
    query: ProbePairQuery,
    answer: ProbePairPage,
    answerName: 'ProbePairPage',
    async handle({ deps, params, query }) {
      const { id } = await readRun(deps.pool, params)
      return listPairs(deps.pool, id, query)
    },
  }),
  endpoint({
    method: 'post',
    path: '/projects/{projectId}/bias/probe-runs/{runId}/cancel',
    tag: TAG,
    summary: 'Ask nothing more; what was answered stays',
    access: 'rules:write',
    params: OneRun,
    handle: ({ deps, params, change }) => changeRun(deps.pool, change(), { ...params, to: 'cancelled' }),
  }),
  endpoint({
    method: 'post',
    path: '/projects/{projectId}/bias/probe-runs/{runId}/continue',
    tag: TAG,
    summary: 'Ask what has no answer yet, with other limits where given',
    access: 'rules:write',
    params: OneRun,
    body: z.strictObject({ limits: ProbeLimits.nullable().default(null) }),
    handle: ({ deps, params, body, change }) =>
      changeRun(deps.pool, change(), { ...params, to: 'running', limits: body.limits }),
  }),
  endpoint({
    method: 'delete',
    path: '/projects/{projectId}/bias/probe-runs/{runId}',
    tag: TAG,
    summary: 'Delete a run that has ended, with its answers',
    access: 'rules:write',
    params: OneRun,
    handle: ({ deps, params, change }) => changeRun(deps.pool, change(), { ...params, to: 'deleted' }),
  }),
]
