import { z } from 'zod'
import { IN_SCORE_RANGE, scoreRangeParams } from './score-conditions.ts'
import type { Scope } from './scope.ts'
import type { TimeRange } from './time-range.ts'

/** Verdicts that are looked at, a fair sample of more. */
const MOST_VERDICTS = 20_000

const SQL = `
SELECT sum(JSONExtractUInt(record, 'questions')) AS answers,
  sum(arrayCount(one -> startsWith(one, 'unparseable'), JSONExtract(record, 'problems', 'Array(String)'))) AS unparseable
FROM (
  SELECT score_id, JSONExtractRaw(argMax(details, version), 'record') AS record
  FROM scores
  WHERE ${IN_SCORE_RANGE} AND name = {name:String} AND source = 'judge'
  GROUP BY score_id
  ORDER BY cityHash64(score_id)
  LIMIT ${MOST_VERDICTS}
)`

/** Of the answers that led to verdicts of judges, how many could not be read at first? */
export async function judgeAnswers(
  scope: Scope,
  args: { name: string; range: TimeRange },
): Promise<{ answers: number; unparseable: number }> {
  const [row] = await scope.ch.query({
    name: 'judge-answers',
    sql: SQL,
    params: { ...scoreRangeParams(scope.projectId, args.range), name: args.name },
    rows: z.object({ answers: z.number(), unparseable: z.number() }),
    ...(scope.signal && { signal: scope.signal }),
  })
  return row ?? { answers: 0, unparseable: 0 }
}
