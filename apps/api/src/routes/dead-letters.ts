import { DeadLetterList, DeadLetterQuery, DeadLetterRetry } from '@assay/contract/api/dead-letter'
import { Id } from '@assay/contract/api/text'
import { AssayError } from '@assay/contract/error'
import { listDeadLetters } from '@assay/store/postgres/scoring/list-dead-letters'
import { retryDeadLetters } from '@assay/store/postgres/scoring/retry-dead-letters'
import { endpoint } from '../endpoint.ts'
import { InProject } from './params.ts'

const TAG = 'Rules'

export const DEAD_LETTER_ROUTES = [
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/dead-letters',
    tag: TAG,
    summary: 'List what could not be scored, newest first, with the error',
    access: 'rules:read',
    params: InProject,
    query: DeadLetterQuery,
    answer: DeadLetterList,
    answerName: 'DeadLetterList',
    handle: ({ deps, params, query }) => listDeadLetters(deps.pool, { ...params, ...query }),
  }),
  endpoint({
    method: 'post',
    path: '/projects/{projectId}/dead-letters/retry',
    tag: TAG,
    summary: 'Try again to score what could not be scored, at most 500 entries a call',
    access: 'rules:write',
    params: InProject,
    answer: DeadLetterRetry,
    answerName: 'DeadLetterRetry',
    handle: async ({ deps, params }) => ({
      retried: await retryDeadLetters(deps.pool, {
        ...params,
        deadLetterId: null,
        now: deps.now(),
        newId: deps.newId,
      }),
    }),
  }),
  endpoint({
    method: 'post',
    path: '/projects/{projectId}/dead-letters/{deadLetterId}/retry',
    tag: TAG,
    summary: 'Try again to score one entry',
    access: 'rules:write',
    params: InProject.extend({ deadLetterId: Id }),
    answer: DeadLetterRetry,
    answerName: 'DeadLetterRetry',
    async handle({ deps, params }) {
      const retried = await retryDeadLetters(deps.pool, { ...params, now: deps.now(), newId: deps.newId })
      if (retried === 0)
        throw new AssayError('not_found', 'There is no such entry; it may have been tried again already.')
      return { retried }
    },
  }),
]
