import { REVIEW_REASONS } from '@assay/contract/score-row'
import { z } from 'zod'
import { IN_SCORE_RANGE, scoreRangeParams } from './score-conditions.ts'
import type { Scope } from './scope.ts'
import type { TimeRange } from './time-range.ts'

const Row = z.object({ name: z.string(), reason: z.enum(REVIEW_REASONS), n: z.number() })
type ReviewCount = z.infer<typeof Row>

/** Why the last verdict of a question wants a person's look. */
const REASON = `JSONExtractString(argMax(details, version), 'route')`

/** Holds a list of scores of one name and range to those that want a person's look for one of `wants`. */
export const WANTED = `score_id IN (SELECT score_id FROM scores WHERE ${IN_SCORE_RANGE} AND name = {name:String} AND source = 'judge'
  GROUP BY score_id HAVING ${REASON} IN ({wants:Array(String)}))`

const SQL = `
SELECT name, reason, count() AS n
FROM (SELECT name, ${REASON} AS reason FROM scores WHERE ${IN_SCORE_RANGE} AND source = 'judge' GROUP BY name, score_id)
WHERE reason IN ({reasons:Array(String)})
GROUP BY name, reason ORDER BY n DESC, name, reason`

/** How many verdicts of judges in a range want a person's look, by evaluator and why? The most first. */
export async function reviewCounts(scope: Scope, range: TimeRange): Promise<ReviewCount[]> {
  return scope.ch.query({
    name: 'review-counts',
    sql: SQL,
    params: { ...scoreRangeParams(scope.projectId, range), reasons: [...REVIEW_REASONS] },
    rows: Row,
    ...(scope.signal && { signal: scope.signal }),
  })
}
