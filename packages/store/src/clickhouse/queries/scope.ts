import type { ClickHouse } from '../client.ts'

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

/** Up to so many ids a set that the engine folds while it plans is sooner ready than a subquery; of thousands it takes many times as long. */
const FEW_IDS = 20

/**
 * A condition on trace_id: one of the ids, lower-case hex, of a parameter.
 *
 * @param count How many there are, where that is known: few are found in half the time.
 */
export function traceIdIn(parameter: string, count = Infinity): string {
  const ids = `arrayMap(x -> toFixedString(unhex(x), 16), {${parameter}:Array(String)})`
  return `trace_id IN (${count <= FEW_IDS ? ids : `SELECT arrayJoin(${ids})`})`
}
