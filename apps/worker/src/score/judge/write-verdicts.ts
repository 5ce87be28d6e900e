import type { ScoreRow } from '@assay/contract/score-row'
import { encodeScoreRow } from '@assay/normalise/rows/encode-score-row'
import { RowWriter } from '@assay/normalise/rows/row-writer'
import { endJudgeWork } from '@assay/store/postgres/scoring/end-judge-work'
import { batched } from './batched.ts'
import type { JudgingDeps } from './judging-deps.ts'

/** A verdict, and what there is to say against it: '' or `quote_not_found`. */
export interface Verdict {
  row: ScoreRow
  reason: string
}

/** Resolves when the verdict is on disk and its question is ended. */
export type WriteVerdict = (verdict: Verdict) => Promise<void>

/** Writes verdicts to the spool and, when they are on disk, ends their questions, whose ids they have. */
export function createVerdictWriter({
  pool,
  append,
  nextVersion,
  now,
}: Pick<JudgingDeps, 'pool' | 'append' | 'nextVersion' | 'now'>): WriteVerdict {
  const write = batched<Verdict, void>(async (verdicts) => {
    const out = new RowWriter()
    for (const { row } of verdicts) encodeScoreRow(out, row, nextVersion())
    await append([{ table: 'scores', rows: verdicts.length, payload: out.take() }])
    const ends = verdicts.map(({ row, reason }) => ({ id: row.scoreId, what: 'judged', reason }) as const)
    await endJudgeWork(pool, ends, now())
    return verdicts.map(() => undefined)
  })
  return (verdict) => write('', verdict)
}
