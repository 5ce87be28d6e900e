import { z } from 'zod'
import { type Scope, traceIdIn } from './scope.ts'
import { LATEST_NS, type TimeRange } from './time-range.ts'

/** A relation (trace_id, first, last) for FROM, and its parameters. */
export interface Relation {
  sql: string
  params: Record<string, unknown>
}

/**
 * Traces of a project that start in a range, with the starts of their first and last span. trace_starts has each
 * trace in the minute of its start at least; trace_index knows which of its minutes is the true one.
 *
 * @param among Lower-case hex; where given, only these are looked at and the minutes need not be read.
 */
export function startingTraces(
  projectId: string,
  range: TimeRange,
  among: readonly string[] | null,
): Relation {
  const ids =
    among !== null
      ? traceIdIn('seedIds')
      : `trace_id IN (
    SELECT trace_id FROM trace_starts
    WHERE project_id = {projectId:String}
      AND minute >= toStartOfMinute(fromUnixTimestamp64Nano({fromNs:Int64}, 'UTC'))
      AND minute < fromUnixTimestamp64Nano({toNs:Int64}, 'UTC')
  )`
  return {
    sql: `SELECT trace_id, min(first_start) AS first, max(last_start) AS last
  FROM trace_index
  WHERE project_id = {projectId:String} AND ${ids}
  GROUP BY trace_id
  HAVING first >= fromUnixTimestamp64Nano({fromNs:Int64}, 'UTC')
    AND first < fromUnixTimestamp64Nano({toNs:Int64}, 'UTC')`,
    params: {
      projectId,
      fromNs: range.from.toString(),
      toNs: range.to.toString(),
      ...(among !== null && { seedIds: among }),
    },
  }
}

/**
 * For questions over all traces of a range: to look up so many ids in the key takes four times as long as to read it, and random ids lie
 * in nearly every part of it.
 */
export const WIDE_SETTINGS = { use_index_for_in_with_subqueries_max_values: 50_000 } as const

const Extent = z.object({ traces: z.number(), lastNs: z.string() })

/**
 * An instant after which no span of the traces starts that start in a range; null when there are none. A range that
 * reaches the present needs no look: nothing lies beyond.
 *
 * @param nowMs Unix time in milliseconds.
 */
export async function spansEnd(
  scope: Scope,
  traces: Relation,
  range: TimeRange,
  nowMs: number,
): Promise<bigint | null> {
  return range.to >= BigInt(nowMs) * 1_000_000n ? LATEST_NS : lastStart(scope, traces)
}

/** When does the last span start of these traces? null when there are none. */
export async function lastStart(scope: Scope, traces: Relation): Promise<bigint | null> {
  const [row] = await scope.ch.query({
    name: 'traces-extent',
    sql: `SELECT count() AS traces, toString(toUnixTimestamp64Nano(max(last))) AS lastNs FROM (${traces.sql})`,
    params: traces.params,
    rows: Extent,
    settings: WIDE_SETTINGS,
    ...(scope.signal && { signal: scope.signal }),
  })
  return row && row.traces > 0 ? BigInt(row.lastNs) : null
}
