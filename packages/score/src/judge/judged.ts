import type { Scored } from '../evaluation.ts'
import type { JudgeFailureReason } from './ask-model.ts'
import type { JudgeRecord } from './record.ts'

/** Why a person should look: answers differed, a quote stands nowhere, both orders disagree, or the judge gave no verdict. */
export const ESCALATIONS = ['split', 'quote_not_found', 'order_conflict', 'jury_tie', 'failed'] as const

export type Escalation = (typeof ESCALATIONS)[number]

/** A judge that gave no score, counted and shown by its reason. */
export interface JudgeFailed {
  kind: 'failed'
  reason: JudgeFailureReason
  explanation: string
  /** How long to leave the provider alone, in milliseconds, where that is known. */
  retryAfterMs: number | null
}

/** What a judge said of a sample, and how it came to that. */
export interface Judged {
  kind: 'judged'
  evaluation: Scored | JudgeFailed
  /** By label: from log-probabilities, or shares of the votes; null without a score. */
  probabilities: Readonly<Record<string, number>> | null
  /** null where nobody needs to look. */
  escalation: Escalation | null
  record: JudgeRecord
}
