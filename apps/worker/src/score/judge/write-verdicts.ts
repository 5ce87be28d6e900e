import { setTimeout as sleep } from 'node:timers/promises'
import { AssayError } from '@assay/contract/error'
import type { ScoreRow } from '@assay/contract/score-row'
import { encodeScoreRow } from '@assay/normalise/rows/encode-score-row'
import { RowWriter } from '@assay/normalise/rows/row-writer'
import { endJudgeWork, type QuestionEnd } from '@assay/store/postgres/scoring/end-judge-work'
import { batched } from './batched.ts'
import type { JudgingDeps } from './judging-deps.ts'

/** A verdict, or that there is none, and how its question ends; null where whoever writes it ends it. */
export interface Verdict {
  row: ScoreRow
  end: Pick<QuestionEnd, 'what' | 'reason'> | null
}

/** Resolves when the verdict is on disk and its question is ended. */
export type WriteVerdict = (verdict: Verdict) => Promise<void>

const AGAIN_MS = 1_000

/**
 * Writes verdicts to the spool and, when they are on disk, ends their questions, whose ids they have. While the spool takes nothing they
 * wait, and their questions with them: they are paid, and nothing more is asked meanwhile.
 */
export function createVerdictWriter(
  { pool, append, nextVersion, now }: Pick<JudgingDeps, 'pool' | 'append' | 'nextVersion' | 'now'>,
  signal: AbortSignal,
): WriteVerdict {
  const appendWhenTaken: JudgingDeps['append'] = async (frames) => {
    for (;;)
      try {
        return await append(frames)
      } catch (error) {
        const isFull = error instanceof AssayError && error.code === 'unavailable'
        if (!isFull || signal.aborted) throw error
        await sleep(AGAIN_MS, undefined, { signal }).catch(() => undefined)
      }
  }
  const write = batched<Verdict, void>(async (verdicts) => {
    const out = new RowWriter()
    for (const { row } of verdicts) encodeScoreRow(out, row, nextVersion())
    await appendWhenTaken([{ table: 'scores', rows: verdicts.length, payload: out.take() }])
    const ends = verdicts.flatMap(({ row, end }) => (end === null ? [] : [{ id: row.scoreId, ...end }]))
    await endJudgeWork(pool, ends, now())
    return verdicts.map(() => undefined)
  })
  return (verdict) => write('', verdict)
}
