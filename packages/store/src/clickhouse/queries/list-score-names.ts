import type { ScoreName } from '@assay/contract/api/score-filter'
import { SCORE_TARGETS } from '@assay/contract/score-row'
import { z } from 'zod'
import { nsToInstant } from './instant.ts'
import { IN_SCORE_RANGE, POINT_SETTINGS, POINTS, scoreRangeParams } from './score-conditions.ts'
import type { Scope } from './scope.ts'
import { timeRange } from './time-range.ts'

const MAX_NAMES = 200
const MAX_ROWS = 5000
const MAX_LISTED = 20

const Row = z.object({
  name: z.string(),
  target: z.enum(SCORE_TARGETS),
  source: z.string(),
  version: z.string(),
  label: z.string(),
  n: z.number(),
  failed: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  costUsd: z.number().nullable(),
  lastNs: z.string(),
})

const SQL = `
SELECT name, target, source, evaluator_version AS version, label, countIf(error_type = '') AS n, countIf(error_type != '') AS failed,
  minIf(value, isFinite(value)) AS low, maxIf(value, isFinite(value)) AS high, sum(cost_usd) AS costUsd,
  toString(toUnixTimestamp64Nano(max(time))) AS lastNs
FROM ${POINTS}
WHERE ${IN_SCORE_RANGE}
GROUP BY name, target, source, version, label
ORDER BY count() DESC
LIMIT ${MAX_ROWS}`

/**
 * What is measured in a project, and how much of it is there in a range? By name; at most 200, those with most scores.
 *
 * @param args.nowMs Unix time in milliseconds; the end of a range without `to`.
 */
export async function listScoreNames(
  scope: Scope,
  args: { query: { from?: string | undefined; to?: string | undefined }; nowMs: number },
): Promise<ScoreName[]> {
  const rows = await scope.ch.query({
    name: 'list-score-names',
    sql: SQL,
    params: scoreRangeParams(scope.projectId, timeRange(args.query, args.nowMs)),
    rows: Row,
    settings: POINT_SETTINGS,
    ...(scope.signal && { signal: scope.signal }),
  })
  const names = Map.groupBy(rows, (row) => row.name)
  return [...names]
    .slice(0, MAX_NAMES)
    .map(([name, parts]) => toName(name, parts))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function toName(name: string, rows: readonly z.infer<typeof Row>[]): ScoreName {
  const numbers = (of: (row: z.infer<typeof Row>) => number | null) => rows.flatMap((row) => of(row) ?? [])
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  const [lows, highs, costs] = [numbers((r) => r.low), numbers((r) => r.high), numbers((r) => r.costUsd)]
  const lastNs = (some: readonly z.infer<typeof Row>[]) =>
    some.map((row) => BigInt(row.lastNs)).reduce((a, b) => (a > b ? a : b), 0n)
  const labelled = Map.groupBy(
    rows.filter((row) => row.label !== ''),
    (row) => row.label,
  )
  const versions = Map.groupBy(rows, (row) => row.version)
  return {
    name,
    targets: [...new Set(rows.map((row) => row.target))].sort(),
    sources: [...new Set(rows.map((row) => row.source))].sort(),
    versions: [...versions]
      .sort(([, a], [, b]) => Number(lastNs(b) - lastNs(a)))
      .map(([version]) => version)
      .filter((version) => version !== '')
      .slice(0, MAX_LISTED),
    n: sum(rows.map((row) => row.n)),
    failed: sum(rows.map((row) => row.failed)),
    min: lows.length === 0 ? null : Math.min(...lows),
    max: highs.length === 0 ? null : Math.max(...highs),
    labels: [...labelled]
      .map(([label, some]) => ({ label, n: sum(some.map((row) => row.n)) }))
      .sort((a, b) => b.n - a.n)
      .slice(0, MAX_LISTED),
    costUsd: costs.length === 0 ? null : sum(costs),
    lastTime: nsToInstant(lastNs(rows)),
  }
}
