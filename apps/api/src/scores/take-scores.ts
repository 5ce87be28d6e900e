import type { ScoreBatchAnswer } from '@assay/contract/api/score-input'
import { AssayError } from '@assay/contract/error'
import type { ScoreRow } from '@assay/contract/score-row'
import { EARLIEST_NS, LATEST_NS } from '@assay/store/clickhouse/queries/time-range'
import type { Scope } from '@assay/store/clickhouse/queries/scope'
import { scoredSpans } from '@assay/store/clickhouse/queries/scored-spans'
import { storedScoreTimes } from '@assay/store/clickhouse/queries/stored-score-times'
import { sayErrors } from '../http/say-issue.ts'
import { readBatch } from './read-batch.ts'
import { idsOf, toScoreRow } from './to-score-row.ts'

/** Makes rows durable; resolves when they are on disk for good. */
export type AppendScores = (rows: readonly ScoreRow[]) => Promise<void>

/**
 * Takes scores from outside: refuses the unsound by name and writes the others, of which each replaces the one with its
 * id. Of two with one id in a batch the last stands.
 *
 * @throws AssayError `invalid` with all reasons when none can be taken; `unavailable` when they cannot be written; then none is, and all can be sent again.
 */
export async function takeScores(
  scope: Scope,
  items: readonly unknown[],
  args: { append: AppendScores; mayLabel: boolean; nowMs: number },
): Promise<ScoreBatchAnswer> {
  const { read, refused } = readBatch(items, args.mayLabel)
  const named = read.map(({ index, input }) => ({ index, input, ids: idsOf(scope.projectId, input) }))
  const targets = named.filter(({ ids }) => ids.target !== 'session')
  const [facts, times] = await Promise.all([
    scoredSpans(
      scope,
      targets.map(({ ids }) => ids),
    ),
    storedScoreTimes(scope, {
      ids: named.map(({ ids }) => ids.scoreId),
      traceIds: [...new Set(targets.map(({ ids }) => ids.traceId))],
      sessionIds: [...new Set(named.flatMap(({ ids }) => (ids.target === 'session' ? [ids.sessionId] : [])))],
    }),
  ])
  const nowNs = BigInt(args.nowMs) * 1_000_000n
  const rows = new Map<string, ScoreRow>()
  const idAt = new Map<number, string>()
  for (const { index, input, ids } of named) {
    // A second one with the id takes the time of the first, as it would had it come later.
    const timeNs = times.get(ids.scoreId) ?? rows.get(ids.scoreId)?.timeUnixNano
    const row = toScoreRow(ids, input, {
      timeNs,
      facts: facts.get(`${ids.traceId}/${ids.spanId}`) ?? facts.get(`${ids.traceId}/`),
      nowNs,
    })
    if (row.timeUnixNano < EARLIEST_NS || row.timeUnixNano > LATEST_NS)
      refused.push({ index, reason: 'time: give an instant from 1970 to 2262' })
    else {
      rows.set(ids.scoreId, row)
      idAt.set(index, ids.scoreId)
    }
  }
  refused.sort((a, b) => a.index - b.index)
  if (idAt.size === 0) throw noneTaken(items.length, refused)
  await args.append([...rows.values()])
  return {
    accepted: idAt.size,
    ids: items.map((_, index) => idAt.get(index) ?? null),
    refused,
  }
}

/** A sender that looks at the status alone would take an answer of 200 for success. */
function noneTaken(count: number, refused: ScoreBatchAnswer['refused']): AssayError {
  const errors = refused.map(({ index, reason }) => ({ path: `scores.${index}`, message: reason }))
  const what =
    count === 1
      ? `The score was refused. ${errors[0]?.message}`
      : `All scores were refused. ${sayErrors(errors)}`
  return new AssayError('invalid', what, { errors })
}
