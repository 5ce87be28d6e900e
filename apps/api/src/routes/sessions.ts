import { RangeQuery, Session, SessionPage, UserPage } from '@assay/contract/api/session'
import { getSession } from '@assay/store/clickhouse/queries/get-session'
import { listSessions } from '@assay/store/clickhouse/queries/list-sessions'
import { listUsers } from '@assay/store/clickhouse/queries/list-users'
import { endpoint } from '../endpoint.ts'
import { readTurns } from '../sessions/read-turns.ts'
import { InProject, OneSession } from './params.ts'
import { scopeOf } from './scope.ts'

const TAG = 'Sessions'

export const SESSION_ROUTES = [
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/sessions',
    tag: TAG,
    summary: 'List sessions, latest first or by another order',
    access: 'traces:read',
    params: InProject,
    query: RangeQuery,
    answer: SessionPage,
    answerName: 'SessionPage',
    handle: (input) =>
      listSessions(scopeOf(input), { query: input.query, nowMs: input.deps.now().getTime() }),
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/sessions/{sessionId}',
    tag: TAG,
    summary: 'One session: its turns, each with the messages that are new in it',
    access: 'traces:read',
    params: OneSession,
    answer: Session,
    answerName: 'Session',
    async handle(input) {
      const scope = scopeOf(input)
      const { summary, traces, truncated } = await getSession(scope, { sessionId: input.params.sessionId })
      return { summary, turns: await readTurns(scope, traces), truncated }
    },
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/users',
    tag: TAG,
    summary: 'List users of the traced apps, latest first or by another order',
    access: 'traces:read',
    params: InProject,
    query: RangeQuery,
    answer: UserPage,
    answerName: 'UserPage',
    handle: (input) => listUsers(scopeOf(input), { query: input.query, nowMs: input.deps.now().getTime() }),
  }),
]
