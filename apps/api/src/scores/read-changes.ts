import type { VersionChanges } from '@assay/contract/api/version-change'
import { newVersions } from '@assay/store/clickhouse/queries/new-versions'
import type { Scope } from '@assay/store/clickhouse/queries/scope'
import { timeRange } from '@assay/store/clickhouse/queries/time-range'

/** More marks cannot be told apart on a chart. */
const MOST = 50

/** When did new versions of services, prompts and of the evaluators of a score appear? */
export async function readChanges(
  scope: Scope,
  args: {
    query: { from?: string | undefined; to?: string | undefined; score?: string | undefined }
    nowMs: number
  },
): Promise<VersionChanges> {
  const { score } = args.query
  const range = timeRange(args.query, args.nowMs)
  const kinds =
    score === undefined ? (['service', 'prompt'] as const) : (['service', 'prompt', 'evaluator'] as const)
  const found = await Promise.all(kinds.map((kind) => newVersions(scope, { kind, range, name: score ?? '' })))
  const changes = found.flat().sort((a, b) => Date.parse(a.time) - Date.parse(b.time))
  return { changes: changes.slice(-MOST), total: changes.length }
}
