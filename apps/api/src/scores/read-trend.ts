import type { ScoreTrend, ScoreTrendLine, ScoreTrendQuery } from '@assay/contract/api/score-trend'
import { nsToInstant } from '@assay/store/clickhouse/queries/instant'
import { scoreMoments, type ScoreMomentsRow } from '@assay/store/clickhouse/queries/score-moments'
import type { Scope } from '@assay/store/clickhouse/queries/scope'
import { addMoments, estimateOf, measureOf, NO_MOMENTS, type Measure } from './estimate.ts'

/** Lines of one answer; more cannot be told apart. */
const MAX_LINES = 40

/** How a score ran: a line for each version, source and value of a slice, since scores of two versions are not alike. */
export async function readTrend(
  scope: Scope,
  args: { query: ScoreTrendQuery; nowMs: number },
): Promise<ScoreTrend> {
  const { query } = args
  const { name, label, by, steps } = query
  const { range, stepSeconds, values, rows } = await scoreMoments(scope, {
    name,
    filter: query,
    label,
    by,
    steps,
    nowMs: args.nowMs,
  })
  const measure = measureOf(rows.reduce(addMoments, NO_MOMENTS), label)
  const keyOf = (row: ScoreMomentsRow) => JSON.stringify([row.evaluatorVersion, row.source, row.slice])
  const lines = [...Map.groupBy(rows, keyOf).values()]
    .map((some) => toLine(some, by !== undefined, measure))
    .sort((a, b) => b.total.n - a.total.n)
  const total = lines.length + Math.max(0, values - new Set(rows.map((row) => row.slice)).size)
  return {
    name,
    measure,
    label: label ?? null,
    from: nsToInstant(range.from),
    to: nsToInstant(range.to),
    stepSeconds,
    lines: lines.slice(0, MAX_LINES),
    truncated:
      total > Math.min(lines.length, MAX_LINES) ? { shown: Math.min(lines.length, MAX_LINES), total } : null,
  }
}

function toLine(rows: readonly ScoreMomentsRow[], isSliced: boolean, measure: Measure): ScoreTrendLine {
  const { evaluatorVersion = '', source = '', slice = '' } = rows[0] ?? {}
  return {
    evaluatorVersion,
    source,
    slice: isSliced ? slice : null,
    total: estimateOf(rows.reduce(addMoments, NO_MOMENTS), measure),
    corrected: null,
    points: rows.map((row) => ({
      ...estimateOf(row, measure),
      time: nsToInstant(BigInt(row.at) * 1_000_000_000n),
      failed: row.failed,
      corrected: null,
    })),
  }
}
