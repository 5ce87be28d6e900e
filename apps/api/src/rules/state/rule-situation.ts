import type { Judge } from '@assay/contract/api/judge'
import type { Rule } from '@assay/contract/api/rule'
import type { KeptPause } from '@assay/store/postgres/scoring/list-pauses'
import type { ProjectDelay } from '@assay/store/postgres/scoring/project-backlog'
import type { RuleFacts } from '@assay/store/postgres/scoring/read-rule-facts'

/** All that the state of a rule is told from. */
export interface RuleSituation {
  rule: Rule
  /** The one that the rule asks; null for none. */
  judge: Judge | null
  facts: RuleFacts
  /** Of the rule's judge: for all rules, or for this one. */
  pauses: readonly KeptPause[]
  delay: ProjectDelay
  /** Targets of the last 24 hours, and those that the filter takes; null where they could not be counted. */
  seen: number | null
  matched: number | null
  nowMs: number
}

const DAY_MS = 86_400_000

/** How often something was counted, summed over evaluators and reasons. */
export const timesOf = ({ facts }: RuleSituation, what: RuleFacts['counts'][number]['what']): number =>
  facts.counts.reduce((sum, one) => (one.what === what ? sum + one.times : sum), 0)

/** What was counted of one kind, by evaluator and reason. */
export const reasonsOf = ({ facts }: RuleSituation, what: RuleFacts['counts'][number]['what']) =>
  facts.counts
    .filter((one) => one.what === what)
    .map(({ evaluator, reason, times }) => ({ evaluator, reason, times }))

/** Questions that wait and are not being asked. */
export const waitingOf = ({ facts }: RuleSituation): number =>
  facts.waits.reduce((sum, { questions }) => sum + questions, 0)

/** When budgets begin anew, in milliseconds since 1970. */
export const midnightAfter = (nowMs: number): number => (Math.floor(nowMs / DAY_MS) + 1) * DAY_MS
