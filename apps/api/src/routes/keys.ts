import { z } from '@hono/zod-openapi'
import { ApiKey, ApiKeyCreated, ApiKeyInput } from '@assay/contract/api/account'
import { AssayError } from '@assay/contract/error'
import { createKey } from '@assay/store/postgres/keys/create'
import { listKeys } from '@assay/store/postgres/keys/list'
import { revokeKey } from '@assay/store/postgres/keys/revoke'
import { permissionsOfScopes } from '../access/permissions.ts'
import { endpoint } from '../endpoint.ts'
import { InProject, OneKey } from './params.ts'

const KEY_BYTES = 32
const KeyList = z.object({ keys: z.array(ApiKey) })

export const KEY_ROUTES = [
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/keys',
    tag: 'Keys',
    summary: 'List API keys by their first characters, revoked ones too',
    access: 'keys:read',
    params: InProject,
    answer: KeyList,
    answerName: 'KeyList',
    handle: async ({ deps, params }) => ({ keys: await listKeys(deps.pool, params.projectId) }),
  }),
  endpoint({
    method: 'post',
    path: '/projects/{projectId}/keys',
    tag: 'Keys',
    summary: 'Create an API key; this answer alone shows it',
    description:
      'A key is `ask_` and 43 characters of base64url (256 random bits). Scopes: `ingest` sends traces, `read` reads the ' +
      'data of the project, `admin` also changes its settings and keys. Nobody can give a key more than they may do themselves.',
    access: 'keys:write',
    params: InProject,
    body: ApiKeyInput,
    status: 201,
    answer: ApiKeyCreated,
    answerName: 'ApiKeyCreated',
    async handle({ deps, params, body, grant, change }) {
      for (const permission of permissionsOfScopes(body.scopes))
        if (!grant.permissions.has(permission))
          throw new AssayError(
            'forbidden',
            `You lack the permission ${permission}, so you cannot give it to a key.`,
          )
      return createKey(deps.pool, change(), { ...params, ...body, random: deps.randomBytes(KEY_BYTES) })
    },
  }),
  endpoint({
    method: 'delete',
    path: '/projects/{projectId}/keys/{keyId}',
    tag: 'Keys',
    summary: 'Revoke an API key; effective everywhere within five seconds',
    access: 'keys:write',
    params: OneKey,
    handle: ({ deps, params, change }) => revokeKey(deps.pool, change(), params),
  }),
]
