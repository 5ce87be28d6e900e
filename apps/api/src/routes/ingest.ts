import { IngestAnswer, IngestQuery } from '@assay/contract/api/ingest'
import { ingestCounts } from '@assay/store/clickhouse/queries/ingest-counts'
import { endpoint } from '../endpoint.ts'
import { toIngestAnswer } from '../ingest/to-ingest-answer.ts'
import { InProject } from './params.ts'
import { scopeOf } from './scope.ts'

export const INGEST_ROUTES = [
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/ingest',
    tag: 'Ingest',
    summary: 'What happened to all that was sent: received, stored, refused and why',
    description:
      'Counts of all processes, at most some seconds late. received = accepted + refused; accepted is on disk, stored is ' +
      'visible. Each reason comes with what it means and what to do.',
    access: 'project:read',
    params: InProject,
    query: IngestQuery,
    answer: IngestAnswer,
    answerName: 'IngestAnswer',
    async handle(input) {
      const nowMs = input.deps.now().getTime()
      return toIngestAnswer(
        await ingestCounts(scopeOf(input), { query: input.query, nowMs }),
        input.deps.spool(),
      )
    },
  }),
]
