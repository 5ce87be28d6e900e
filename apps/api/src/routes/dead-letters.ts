import {
  DeadLetterDismissal,
  DeadLetterDismissQuery,
  DeadLetterList,
  DeadLetterQuery,
  DeadLetterRetry,
} from '@assay/contract/api/dead-letter'
import { Id } from '@assay/contract/api/text'
import { AssayError } from '@assay/contract/error'
import { dismissDeadLetters } from '@assay/store/postgres/scoring/dismiss-dead-letters'
import { listDeadLetters } from '@assay/store/postgres/scoring/list-dead-letters'
import { retryDeadLetters } from '@assay/store/postgres/scoring/retry-dead-letters'
import { endpoint } from '../endpoint.ts'
import { InProject } from './params.ts'

const TAG = 'Rules'
const OneDeadLetter = InProject.extend({ deadLetterId: Id })

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
    params: OneDeadLetter,
    answer: DeadLetterRetry,
    answerName: 'DeadLetterRetry',
    async handle({ deps, params }) {
      const retried = await retryDeadLetters(deps.pool, { ...params, now: deps.now(), newId: deps.newId })
      if (retried === 0)
        throw new AssayError('not_found', 'There is no such entry, or it is being tried again.')
      return { retried }
    },
  }),
  endpoint({
    method: 'delete',
    path: '/projects/{projectId}/dead-letters',
    tag: TAG,
    summary: 'Dismiss what could not be scored; it stays without the score',
    access: 'rules:write',
    params: InProject,
    query: DeadLetterDismissQuery,
    answer: DeadLetterDismissal,
    answerName: 'DeadLetterDismissal',
    handle: async ({ deps, params, query, change }) => ({
      dismissed: await dismissDeadLetters(deps.pool, change(), { ...params, ...query, deadLetterId: null }),
    }),
  }),
  endpoint({
    method: 'delete',
    path: '/projects/{projectId}/dead-letters/{deadLetterId}',
    tag: TAG,
    summary: 'Dismiss one entry',
    access: 'rules:write',
    params: OneDeadLetter,
    answer: DeadLetterDismissal,
    answerName: 'DeadLetterDismissal',
    async handle({ deps, params, change }) {
      const dismissed = await dismissDeadLetters(deps.pool, change(), params)
      if (dismissed === 0) throw new AssayError('not_found', 'There is no such entry.')
      return { dismissed }
    },
  }),
]
