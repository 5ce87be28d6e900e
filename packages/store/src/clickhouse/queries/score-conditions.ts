import type { ScoreFilter } from '@assay/contract/api/score-filter'
import type { TimeRange } from './time-range.ts'

/** Columns of `score_points` by the filter's words for them. */
export const SLICE_COLUMNS = {
  version: 'evaluator_version',
  source: 'source',
  model: 'model',
  service: 'service',
  environment: 'environment',
  promptName: 'prompt_name',
  promptVersion: 'prompt_version',
  user: 'user_id',
} as const

/** What a list or sum of scores reads: one row each, whatever was sent again. */
export const POINTS = 'score_points FINAL'

/**
 * A score has one hour, so rows of two partitions never collapse; parts that a merge has left alone are read as they are.
 */
export const POINT_SETTINGS = { do_not_merge_across_partitions_select_final: 1 } as const

/** A filter as conditions over `score_points` and `score_hours`; values of the caller are only ever parameters. */
export interface ScoreConditions {
  sql: string
  /** The same over `score_hours`, without user and tag, which it has not. */
  hoursSql: string
  params: Record<string, unknown>
}

/** Conditions of one project, name and range, and of what the filter asks besides. */
export function scoreConditions(
  projectId: string,
  args: { name: string; filter: ScoreFilter; range: TimeRange },
): ScoreConditions {
  const { name, filter, range } = args
  const params: Record<string, unknown> = { ...scoreRangeParams(projectId, range), name }
  const all = [`name = {name:String}`]
  for (const [key, column] of Object.entries(SLICE_COLUMNS)) {
    const values = filter[key as keyof typeof SLICE_COLUMNS]
    if (values === undefined) continue
    params[`s_${key}`] = [...values]
    all.push(`${column} IN ({s_${key}:Array(String)})`)
  }
  for (const [key, column] of [
    ['target', 'target'],
    ['rule', 'rule_id'],
  ] as const) {
    if (filter[key] === undefined) continue
    params[`s_${key}`] = filter[key]
    all.push(`${column} = {s_${key}:String}`)
  }
  const hours = [IN_HOUR_RANGE, ...all]
  if (filter.tag !== undefined) {
    params['s_tag'] = [...filter.tag]
    all.push(`(hasAny(tags, {s_tag:Array(String)}) OR (empty(tags) AND has({s_tag:Array(String)}, '')))`)
  }
  return { sql: [IN_SCORE_RANGE, ...all].join(' AND '), hoursSql: hours.join(' AND '), params }
}

/** Holds a read of `score_points` to one project and range. The first bound of each pair is one that the key knows. */
export const IN_SCORE_RANGE = `project_id = {projectId:String}
  AND toStartOfHour(time) >= toStartOfHour(fromUnixTimestamp64Nano({fromNs:Int64}, 'UTC'))
  AND time >= fromUnixTimestamp64Nano({fromNs:Int64}, 'UTC')
  AND toStartOfHour(time) <= toStartOfHour(fromUnixTimestamp64Nano({toNs:Int64}, 'UTC'))
  AND time < fromUnixTimestamp64Nano({toNs:Int64}, 'UTC')`

/** The hours of the range, those in it in part too. */
const IN_HOUR_RANGE = `project_id = {projectId:String}
  AND hour >= toStartOfHour(fromUnixTimestamp64Nano({fromNs:Int64}, 'UTC'))
  AND hour < fromUnixTimestamp64Nano({toNs:Int64}, 'UTC')`

/** Parameters of `IN_SCORE_RANGE`: from inclusive, to exclusive. */
export function scoreRangeParams(projectId: string, range: TimeRange): Record<string, unknown> {
  return { projectId, fromNs: range.from.toString(), toNs: range.to.toString() }
}
