import type { ScoreTrend, ScoreTrendLine, ScoreTrendQuery } from '@assay/contract/api/score-trend'
import { AssayError } from '@assay/contract/error'
import { nsToInstant } from '@assay/store/clickhouse/queries/instant'
import { labelledScores, type LabelledRow } from '@assay/store/clickhouse/queries/labelled-scores'
import { scoreMoments, type ScoreMomentsRow } from '@assay/store/clickhouse/queries/score-moments'
import type { Scope } from '@assay/store/clickhouse/queries/scope'
import { correct, inProportion } from './correct-trend.ts'
import { addMoments, estimateOf, measureOf, NO_MOMENTS, type Measure } from './estimate.ts'

/** Lines of one answer; more cannot be told apart. */
const MAX_LINES = 40

/**
 * How a score ran: a line for each version, source and value of a slice, since scores of two versions are not alike.
 *
 * @throws AssayError `invalid` for corrected lines by a slice.
 */
export async function readTrend(
  scope: Scope,
  args: { query: ScoreTrendQuery; nowMs: number },
): Promise<ScoreTrend> {
  const { query } = args
  const { name, label, by, steps } = query
  if (query.corrected === 'true' && by !== undefined)
    throw new AssayError('invalid', 'corrected lines are of all scores: leave out by, and filter instead')
  const { range, stepSeconds, values, rows } = await scoreMoments(scope, {
    name,
    filter: query,
    label,
    by,
    steps,
    nowMs: args.nowMs,
  })
  const measure = measureOf(rows.reduce(addMoments, NO_MOMENTS), label)
  const labelled =
    query.corrected === 'true'
      ? await labelledScores(scope, { name, filter: query, label, range, stepSeconds, count: countOf(rows) })
      : []
  const keyOf = (row: ScoreMomentsRow) => JSON.stringify([row.evaluatorVersion, row.source, row.slice])
  const lines = [...Map.groupBy(rows, keyOf).values()]
    .map((some) => toLine(some, { isSliced: by !== undefined, measure, labelled }))
    .sort((a, b) => b.total.n - a.total.n)
  const unshown = rows.length === 0 ? 0 : Math.max(0, values - new Set(rows.map((row) => row.slice)).size)
  const total = lines.length + unshown
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

interface LineContext {
  isSliced: boolean
  measure: Measure
  labelled: readonly LabelledRow[]
}

function toLine(
  rows: readonly ScoreMomentsRow[],
  { isSliced, measure, labelled }: LineContext,
): ScoreTrendLine {
  const { evaluatorVersion = '', source = '', slice = '' } = rows[0] ?? {}
  const own = labelled.filter((row) => row.evaluatorVersion === evaluatorVersion && row.source === source)
  return {
    evaluatorVersion,
    source,
    slice: isSliced ? slice : null,
    total: estimateOf(rows.reduce(addMoments, NO_MOMENTS), measure),
    corrected: correct(inProportion(own, new Map(rows.map((row) => [row.at, row.w])))),
    points: rows.map((row) => ({
      ...estimateOf(row, measure),
      time: nsToInstant(BigInt(row.at) * 1_000_000_000n),
      failed: row.failed,
      corrected: correct(own.filter(({ at }) => at === row.at)),
    })),
  }
}

const countOf = (rows: readonly ScoreMomentsRow[]) => rows.reduce((sum, row) => sum + row.n, 0)
