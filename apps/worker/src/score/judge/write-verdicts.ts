import type { ScoreRow } from '@assay/contract/score-row'
import { encodeScoreRow } from '@assay/normalise/rows/encode-score-row'
import { RowWriter } from '@assay/normalise/rows/row-writer'
import { endJudgeWork } from '@assay/store/postgres/scoring/end-judge-work'
import { batched } from './batched.ts'
import type { JudgingDeps } from './judging-deps.ts'

/** Writes verdicts to the spool and, when they are on disk, ends their questions, whose ids they have. */
export function createVerdictWriter({
  pool,
  append,
  nextVersion,
}: Pick<JudgingDeps, 'pool' | 'append' | 'nextVersion'>): (row: ScoreRow) => Promise<void> {
  const write = batched<ScoreRow, void>(async (rows) => {
    const out = new RowWriter()
    for (const row of rows) encodeScoreRow(out, row, nextVersion())
    await append([{ table: 'scores', rows: rows.length, payload: out.take() }])
    await endJudgeWork(
      pool,
      rows.map(({ scoreId }) => scoreId),
    )
    return rows.map(() => undefined)
  })
  return (row) => write('', row)
}
