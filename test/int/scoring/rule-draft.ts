import { RuleDraft } from '@assay/contract/api/rule'
import type { Scoring } from './start-scoring.ts'

/** A rule that scores refusals of model calls, but for what is given. */
export const draft = (more: object): RuleDraft =>
  RuleDraft.parse({
    name: 'A rule',
    target: 'span',
    filter: { kind: ['llm'] },
    evaluators: [{ name: 'refusal' }],
    ...more,
  })

/** How many rows a table of Postgres has. */
export const countRows = async (scoring: Scoring, table: string): Promise<number | undefined> =>
  (await scoring.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]?.n
