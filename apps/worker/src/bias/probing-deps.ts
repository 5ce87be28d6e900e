import type { JudgeIo } from '@assay/score/judge/io'
import type { OpenJudge } from '@assay/store/postgres/judge/open-judge'
import type { PostgresHandle } from '@assay/store/postgres/open'
import type { Logger } from '@assay/telemetry/log'

/** What asking a model under test needs. */
export interface ProbingDeps {
  pool: PostgresHandle['pool']
  /** @throws AssayError `not_found`, or `conflict` where its key cannot be read. */
  openJudge: (input: { projectId: string; judgeId: string }) => Promise<OpenJudge>
  io: JudgeIo
  now: () => Date
  newId: () => string
  log: Logger
  times?: Partial<ProbingTimes>
}

/** All in milliseconds. */
export interface ProbingTimes {
  /** Another process may take a run that was not renewed for so long. */
  holdMs: number
  /** A pass ends after so long, and another follows. */
  passMs: number
  /** First pause of an endpoint that does not answer; it doubles up to the second. */
  pauseMs: number
  longestPauseMs: number
}

export const PROBING_TIMES: ProbingTimes = {
  holdMs: 20_000,
  passMs: 600_000,
  pauseMs: 5_000,
  longestPauseMs: 120_000,
}
