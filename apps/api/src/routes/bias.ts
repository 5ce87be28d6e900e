import {
  BiasKeys,
  BiasParity,
  BiasParityQuery,
  BiasSettings,
  BiasSettingsPatch,
} from '@assay/contract/api/bias'
import { attributeKeys } from '@assay/store/clickhouse/queries/attribute-keys'
import { timeRange } from '@assay/store/clickhouse/queries/time-range'
import { changeBiasSettings, readBiasSettings } from '@assay/store/postgres/bias/settings'
import { readParity } from '../bias/read-parity.ts'
import { endpoint } from '../endpoint.ts'
import { InProject } from './params.ts'
import { scopeOf } from './scope.ts'

const TAG = 'Bias'

export const BIAS_ROUTES = [
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/bias/settings',
    tag: TAG,
    summary: 'Which groups are compared, and how',
    access: 'traces:read',
    params: InProject,
    answer: BiasSettings,
    answerName: 'BiasSettings',
    handle: ({ deps, params }) => readBiasSettings(deps.pool, params.projectId),
  }),
  endpoint({
    method: 'patch',
    path: '/projects/{projectId}/bias/settings',
    tag: TAG,
    summary: 'Choose attributes, scores and limits of what is told; what is left out stays',
    access: 'rules:write',
    params: InProject,
    body: BiasSettingsPatch,
    answer: BiasSettings,
    answerName: 'BiasSettings',
    handle: ({ deps, params, body, change }) =>
      changeBiasSettings(deps.pool, change(), { ...params, patch: body }),
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/bias/keys',
    tag: TAG,
    summary: 'Keys of attributes that the last spans carry, to make groups of',
    access: 'traces:read',
    params: InProject,
    query: BiasParityQuery.pick({ from: true, to: true }),
    answer: BiasKeys,
    answerName: 'BiasKeys',
    handle: (input) => {
      const { from, to } = timeRange(input.query, input.deps.now().getTime())
      return attributeKeys(scopeOf(input), { loNs: from, hiNs: to })
    },
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/bias/parity',
    tag: TAG,
    summary: 'Whether scores come out alike in every group, with intervals',
    description:
      'Each group is compared with a reference group. Scores are weighed by 1 / their inclusion probability; p-values are corrected over ' +
      'all groups of all scores of the answer; groups with too few scores get no verdict. A difference is no proof of bias: groups may ask ' +
      'different things.',
    access: 'traces:read',
    params: InProject,
    query: BiasParityQuery,
    answer: BiasParity,
    answerName: 'BiasParity',
    handle: async (input) =>
      readParity(scopeOf(input), {
        query: input.query,
        settings: await readBiasSettings(input.deps.pool, input.params.projectId),
        nowMs: input.deps.now().getTime(),
      }),
  }),
]
