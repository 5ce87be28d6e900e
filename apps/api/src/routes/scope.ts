import type { Scope } from '@assay/store/clickhouse/queries/scope'
import type { HandlerInput } from '../endpoint.ts'

/** What the questions of the store need of a request; a client that leaves ends its query. */
export const scopeOf = (input: HandlerInput<{ projectId: string }, unknown, unknown>): Scope => ({
  ch: input.deps.ch,
  projectId: input.params.projectId,
  signal: input.request.signal,
})
