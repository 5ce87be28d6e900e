import {
  DriftAcknowledge,
  DriftFinding,
  DriftFindingDetail,
  DriftFindings,
  DriftFindingsQuery,
  DriftOverview,
  DriftPin,
  DriftSettings,
  DriftSettingsPatch,
} from '@assay/contract/api/drift'
import { AssayError } from '@assay/contract/error'
import { acknowledgeDrift } from '@assay/store/postgres/drift/acknowledge'
import { changeDriftSettings } from '@assay/store/postgres/drift/change-settings'
import { findDriftFinding } from '@assay/store/postgres/drift/find-finding'
import { listDriftFindings } from '@assay/store/postgres/drift/list-findings'
import { readDriftOverview } from '@assay/store/postgres/drift/read-overview'
import { endpoint } from '../endpoint.ts'
import { InProject, OneDrift } from './params.ts'

const TAG = 'Drift'

export const DRIFT_ROUTES = [
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/drift',
    tag: TAG,
    summary: 'What is watched for drift, what the last run tested, and how many findings there are',
    access: 'traces:read',
    params: InProject,
    answer: DriftOverview,
    answerName: 'DriftOverview',
    handle: ({ deps, params }) => readDriftOverview(deps.pool, params.projectId),
  }),
  endpoint({
    method: 'patch',
    path: '/projects/{projectId}/drift',
    tag: TAG,
    summary: 'Change what is watched for drift; what is left out stays',
    access: 'rules:write',
    params: InProject,
    body: DriftSettingsPatch,
    answer: DriftSettings,
    answerName: 'DriftSettings',
    handle: ({ deps, params, body, change }) =>
      changeDriftSettings(deps.pool, change(), { ...params, patch: body }),
  }),
  endpoint({
    method: 'post',
    path: '/projects/{projectId}/drift/run',
    tag: TAG,
    summary:
      'Compare the window that ends now with its baseline; `run` of the overview tells when it is done',
    access: 'rules:write',
    params: InProject,
    async handle({ deps, params }) {
      const { settings } = await readDriftOverview(deps.pool, params.projectId)
      if (!settings.isOn)
        throw new AssayError('conflict', 'The watch for drift is off. Switch it on before you run it.')
      await deps.runDrift(params.projectId)
    },
  }),
  endpoint({
    method: 'post',
    path: '/projects/{projectId}/drift/pin',
    tag: TAG,
    summary: 'Pin the baseline: compare with a chosen time from now on, without bounds with the last window',
    access: 'rules:write',
    params: InProject,
    body: DriftPin,
    answer: DriftSettings,
    answerName: 'DriftSettings',
    async handle({ deps, params, body, change }) {
      const { run } = await readDriftOverview(deps.pool, params.projectId)
      const { from, to } = body.from !== undefined ? body : (run?.window ?? {})
      if (from === undefined || to === undefined)
        throw new AssayError('conflict', 'No window was compared yet. Give from and to.')
      const patch = DriftSettingsPatch.safeParse({ baseline: { kind: 'pinned', from, to } })
      if (!patch.success)
        throw new AssayError('invalid', patch.error.issues[0]?.message ?? 'from and to are no range.')
      return changeDriftSettings(deps.pool, change(), { ...params, patch: patch.data })
    },
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/drift/findings',
    tag: TAG,
    summary: 'List what drifted, greatest effect first',
    access: 'traces:read',
    params: InProject,
    query: DriftFindingsQuery,
    answer: DriftFindings,
    answerName: 'DriftFindings',
    handle: ({ deps, params, query }) => listDriftFindings(deps.pool, { ...params, ...query }),
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/drift/findings/{findingId}',
    tag: TAG,
    summary: 'One finding with the signal over time, its distribution, its words and traces of both sides',
    access: 'traces:read',
    params: OneDrift,
    answer: DriftFindingDetail,
    answerName: 'DriftFindingDetail',
    async handle({ deps, params }) {
      const found = await findDriftFinding(deps.pool, params)
      if (!found) throw new AssayError('not_found', 'There is no such finding.')
      return found
    },
  }),
  endpoint({
    method: 'post',
    path: '/projects/{projectId}/drift/findings/{findingId}/acknowledge',
    tag: TAG,
    summary: 'Say that a finding was seen; a conflict unless it is open',
    access: 'rules:write',
    params: OneDrift,
    body: DriftAcknowledge,
    answer: DriftFinding,
    answerName: 'DriftFinding',
    handle: ({ deps, params, body, change }) => acknowledgeDrift(deps.pool, change(), { ...params, ...body }),
  }),
]
