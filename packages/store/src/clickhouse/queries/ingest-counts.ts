import { AssayError } from '@assay/contract/error'
import { INGEST_EVENTS, INGEST_SIGNALS } from '@assay/contract/ingest'
import { z } from 'zod'
import type { Scope } from './scope.ts'
import { timeRange } from './time-range.ts'

const Row = z.object({
  step: z.number(),
  signal: z.enum(INGEST_SIGNALS),
  event: z.enum(INGEST_EVENTS),
  reason: z.string(),
  items: z.number(),
  lastMinute: z.number(),
})
/** Counts of one step; `step` and `lastMinute` are Unix seconds. */
export type IngestCount = z.infer<typeof Row>

export interface IngestCounts {
  rows: IngestCount[]
  /** Unix seconds, whole steps; `to` is exclusive. */
  from: number
  to: number
  stepSeconds: number
}

const STEPS = [60, 300, 600, 1800, 3600, 14_400, 43_200, 86_400, 604_800]
const MOST_STEPS = 72
const LONGEST_SECONDS = 400 * 86_400

const SQL = `
SELECT toUInt32(intDiv(toUnixTimestamp(minute), {step:UInt32}) * {step:UInt32}) AS step, signal, event, reason,
  sum(items) AS items, toUnixTimestamp(max(minute)) AS lastMinute
FROM ingest_stats
WHERE project_id = {projectId:String} AND minute >= toDateTime({from:UInt32}, 'UTC') AND minute < toDateTime({to:UInt32}, 'UTC')
GROUP BY step, signal, event, reason
ORDER BY step, signal, event, reason`

/**
 * What happened to all that a project sent, in at most 72 steps? The range is widened to whole steps.
 *
 * @param args.nowMs Unix time in milliseconds; the end of a range without `to`.
 * @throws AssayError `invalid` for a range that ends before it begins, or of more than 400 days.
 */
export async function ingestCounts(
  scope: Scope,
  args: { query: { from?: string | undefined; to?: string | undefined }; nowMs: number },
): Promise<IngestCounts> {
  const range = timeRange(args.query, args.nowMs)
  const [first, end] = [range.from, range.to].map((ns) => Number(ns / 1_000_000n) / 1000) as [number, number]
  const seconds = end - first
  if (seconds <= 0 || seconds > LONGEST_SECONDS)
    throw new AssayError('invalid', 'The range must end after it begins and have at most 400 days.')
  const stepSeconds = STEPS.find((step) => seconds / step <= MOST_STEPS) ?? 604_800
  const from = Math.floor(first / stepSeconds) * stepSeconds
  const to = Math.min(Math.ceil(end / stepSeconds) * stepSeconds, 2 ** 32 - 1)
  const rows = await scope.ch.query({
    name: 'ingest-counts',
    sql: SQL,
    params: { projectId: scope.projectId, from, to, step: stepSeconds },
    rows: Row,
    ...(scope.signal && { signal: scope.signal }),
  })
  return { rows, from, to, stepSeconds }
}
