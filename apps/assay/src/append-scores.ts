import type { ScoreRow } from '@assay/contract/score-row'
import { encodeScoreRow } from '@assay/normalise/rows/encode-score-row'
import { RowWriter } from '@assay/normalise/rows/row-writer'
import type { RunningSpool } from './start-spool.ts'

/** Writes scores of one project to the spool; resolves when they are on disk for good. */
export const createAppendScores =
  ({ spool, nextVersion }: Pick<RunningSpool, 'spool' | 'nextVersion'>) =>
  async (rows: readonly ScoreRow[]): Promise<void> => {
    const out = new RowWriter(rows.length * 512)
    for (const row of rows) encodeScoreRow(out, row, nextVersion())
    await spool.append([{ table: 'scores', rows: rows.length, payload: out.take() }])
  }
