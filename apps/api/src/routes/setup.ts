import { hashPassword } from 'better-auth/crypto'
import { SetupInput, SetupState } from '@assay/contract/api/account'
import { AssayError } from '@assay/contract/error'
import { isSetUp } from '@assay/store/postgres/installation/is-set-up'
import { setUp } from '@assay/store/postgres/installation/set-up'
import { endpoint } from '../endpoint.ts'

export const SETUP_ROUTES = [
  endpoint({
    method: 'get',
    path: '/setup',
    tag: 'Setup',
    summary: 'Does the owner account still have to be made?',
    access: 'public',
    answer: SetupState,
    answerName: 'SetupState',
    handle: async ({ deps }) => ({ needed: !(await isSetUp(deps.pool)) }),
  }),
  endpoint({
    method: 'post',
    path: '/setup',
    tag: 'Setup',
    summary: 'Make the owner account and name the organisation; works once',
    access: 'public',
    body: SetupInput,
    status: 201,
    answer: SetupState,
    answerName: 'SetupState',
    async handle({ deps, body, change }) {
      // Asked first so that nobody can make the server hash passwords for nothing.
      if (await isSetUp(deps.pool))
        throw new AssayError('conflict', 'This installation has its owner. Sign in instead.')
      const passwordHash = await hashPassword(body.password)
      await setUp(deps.pool, change(), { ...body, passwordHash })
      return { needed: false }
    },
  }),
]
