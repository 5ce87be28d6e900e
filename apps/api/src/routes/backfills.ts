import {
  Backfill,
  BackfillDraft,
  BackfillEstimate,
  BackfillList,
  BackfillQuery,
  BackfillResume,
} from '@assay/contract/api/backfill'
import { cancelBackfill } from '@assay/store/postgres/backfill/cancel'
import { createBackfill } from '@assay/store/postgres/backfill/create'
import { findBackfill } from '@assay/store/postgres/backfill/find'
import { listBackfills } from '@assay/store/postgres/backfill/list'
import { pauseBackfill } from '@assay/store/postgres/backfill/pause'
import { resumeBackfill } from '@assay/store/postgres/backfill/resume'
import { estimateBackfill } from '../backfills/estimate-backfill.ts'
import { readDraft } from '../backfills/read-draft.ts'
import { endpoint } from '../endpoint.ts'
import { InProject, OneBackfill } from './params.ts'
import { scopeOf } from './scope.ts'

const TAG = 'Backfills'

export const BACKFILL_ROUTES = [
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/backfills',
    tag: TAG,
    summary: 'List past data that is being scored, or was, newest first',
    access: 'rules:read',
    params: InProject,
    query: BackfillQuery,
    answer: BackfillList,
    answerName: 'BackfillList',
    handle: async ({ deps, params, query: { ruleId, limit } }) => ({
      backfills: await listBackfills(deps.pool, { ...params, ruleId: ruleId ?? null, limit }),
    }),
  }),
  endpoint({
    method: 'post',
    path: '/projects/{projectId}/backfills/estimate',
    tag: TAG,
    summary: 'Estimate what a backfill would go through and what its judge would cost',
    description:
      'Nothing is stored and no judge is asked. Calls and money are estimated from the last 50 samples of the range.',
    access: 'rules:write',
    params: InProject,
    body: BackfillDraft,
    answer: BackfillEstimate,
    answerName: 'BackfillEstimate',
    async handle(input) {
      const { deps, params, body } = input
      const draft = await readDraft(deps.pool, { ...params, draft: body, now: deps.now() })
      return estimateBackfill(scopeOf(input), draft, { budget: body.budget, clock: deps.clock })
    },
  }),
  endpoint({
    method: 'post',
    path: '/projects/{projectId}/backfills',
    tag: TAG,
    summary: 'Score past data with a version of a rule',
    description:
      'Goes through the targets that start in the range, behind live work, and never uses more calls or money of the judge than its ' +
      'budget. It survives restarts, and scores each target once.',
    access: 'rules:write',
    params: InProject,
    body: BackfillDraft,
    status: 201,
    answer: Backfill,
    answerName: 'Backfill',
    async handle(input) {
      const { deps, params, body, change } = input
      const draft = await readDraft(deps.pool, { ...params, draft: body, now: deps.now() })
      const { budget, ruleId, skipsScored } = body
      const estimate = await estimateBackfill(scopeOf(input), draft, { budget, clock: deps.clock })
      return createBackfill(deps.pool, change(), {
        ...params,
        ruleId,
        ruleVersion: draft.rule.version,
        evaluators: draft.rule.evaluators.map(({ name }) => name),
        skipsScored,
        fromNs: draft.fromNs,
        toNs: draft.toNs,
        expected: estimate.drawn,
        judgeShare: estimate.judge?.share ?? 0,
        budget,
      })
    },
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/backfills/{backfillId}',
    tag: TAG,
    summary: 'One backfill with how far it is',
    access: 'rules:read',
    params: OneBackfill,
    answer: Backfill,
    answerName: 'Backfill',
    handle: ({ deps, params }) => findBackfill(deps.pool, params),
  }),
  endpoint({
    method: 'post',
    path: '/projects/{projectId}/backfills/{backfillId}/pause',
    tag: TAG,
    summary: 'Pause a backfill after the step under way',
    access: 'rules:write',
    params: OneBackfill,
    answer: Backfill,
    answerName: 'Backfill',
    handle: ({ deps, params, change }) => pauseBackfill(deps.pool, change(), params),
  }),
  endpoint({
    method: 'post',
    path: '/projects/{projectId}/backfills/{backfillId}/resume',
    tag: TAG,
    summary: 'Let a paused backfill go on, with another budget where one is given',
    access: 'rules:write',
    params: OneBackfill,
    body: BackfillResume,
    answer: Backfill,
    answerName: 'Backfill',
    handle: ({ deps, params, body, change }) =>
      resumeBackfill(deps.pool, change(), { ...params, budget: body.budget ?? null }),
  }),
  endpoint({
    method: 'post',
    path: '/projects/{projectId}/backfills/{backfillId}/cancel',
    tag: TAG,
    summary: 'End a backfill for good; the scores that it made stay',
    access: 'rules:write',
    params: OneBackfill,
    answer: Backfill,
    answerName: 'Backfill',
    handle: ({ deps, params, change }) => cancelBackfill(deps.pool, change(), params),
  }),
]
