import type { Plan } from '@assay/sample/make-plan'
import type { ScoringTarget } from '@assay/contract/scoring-target'
import type { ScoringContents } from '@assay/store/clickhouse/queries/scoring-contents'
import type { JudgeQuestion } from '@assay/store/postgres/scoring/add-judge-work'
import type { RuleCount } from '@assay/store/postgres/scoring/add-rule-counts'
import type { Burial } from '@assay/store/postgres/scoring/bury-targets'
import type { ActiveRule } from '@assay/store/postgres/rule/list-active'
import type { SeenStrata } from '../judge/judge-plans.ts'

/** What a thread scores at once: targets of one project, with all that they are read from. Crosses threads by copy. */
export interface ScoreTask {
  projectId: string
  targets: readonly ScoringTarget[]
  rules: readonly ActiveRule[]
  /** How likely samples go to a judge, by rule; rules without a judge have none. */
  plans: ReadonlyMap<string, Plan>
  contents: ScoringContents
  /** When each trace began, in nanoseconds since 1970; what a score's time comes of. */
  traceStartNs: ReadonlyMap<string, bigint>
  /** By session id: its last traces, earliest first, and when it began. */
  sessions: ReadonlyMap<string, { traceIds: readonly string[]; startNs: bigint }>
  /** By score id: how likely targets were drawn when they were scored before, where it may have been likelier than now. */
  earlier?: ReadonlyMap<string, number>
  /** Arrival number of the scores. */
  version: bigint
}

/** How often an evaluator came to what: a label of ours, a reason of not_applicable, or `failed`. */
export interface OutcomeCount {
  evaluator: string
  outcome: 'scored' | 'not_applicable' | 'failed'
  reason: string
  times: number
}

/** What came of a task. */
export interface ScoreResult {
  /** Rows of `scores`, RowBinary. */
  payload: Uint8Array
  rows: number
  dead: Burial[]
  outcomes: OutcomeCount[]
  /** The same by rule, with the targets that its filter matched, and what its judge is to be asked. */
  counts: RuleCount[]
  /** What judges are to be asked. */
  questions: JudgeQuestion[]
  /** By rule, what a judge could have been asked about. */
  seen: Map<string, SeenStrata>
}
