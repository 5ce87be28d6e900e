import type { ClickHouse } from '../client.ts'
import type { TimeRange } from './time-range.ts'

/** What every question needs: the engine and the project whose rows it may read. */
export interface Scope {
  ch: ClickHouse
  projectId: string
  signal?: AbortSignal | undefined
}

/** Condition and parameters that hold a read of `spans` or `span_content` to one project and span of time. */
export const IN_SPAN_RANGE = `project_id = {projectId:String}
  AND start_time >= fromUnixTimestamp64Nano({loNs:Int64}, 'UTC')
  AND start_time <= fromUnixTimestamp64Nano({hiNs:Int64}, 'UTC')`

/** Parameters of `IN_SPAN_RANGE`; both ends are inclusive. */
export function spanRangeParams(projectId: string, loNs: bigint, hiNs: bigint): Record<string, unknown> {
  return { projectId, loNs: loNs.toString(), hiNs: hiNs.toString() }
}

/**
 * Traces of the project that start in [fromNs, toNs), as rows (trace_id, first_start, last_start). Only a trace
 * with a span in the range can start there; its true start, which may lie before, is known to trace_index.
 */
export const STARTING_TRACES = `SELECT trace_id, min(first_start) AS first, max(last_start) AS last
  FROM trace_index
  WHERE project_id = {projectId:String} AND trace_id IN (
    SELECT trace_id FROM spans
    WHERE project_id = {projectId:String}
      AND start_time >= fromUnixTimestamp64Nano({fromNs:Int64}, 'UTC')
      AND start_time < fromUnixTimestamp64Nano({toNs:Int64}, 'UTC')
  )
  GROUP BY trace_id
  HAVING first >= fromUnixTimestamp64Nano({fromNs:Int64}, 'UTC')
    AND first < fromUnixTimestamp64Nano({toNs:Int64}, 'UTC')`

/** Parameters of `STARTING_TRACES`. */
export function startingParams(projectId: string, range: TimeRange): Record<string, unknown> {
  return { projectId, fromNs: range.from.toString(), toNs: range.to.toString() }
}
