import { z } from 'zod'
import { Instant } from './trace.ts'

/** How much somebody has to look at it, from most to least. */
export const RULE_STATE_LEVELS = ['error', 'warning', 'info', 'ok', 'off'] as const
export type RuleStateLevel = (typeof RULE_STATE_LEVELS)[number]

/** What can be said of a rule. */
export const RULE_REMARKS = [
  ...['unreadable', 'judge_away', 'judge_unusable', 'price_unknown', 'judge_unreadable', 'evaluators_fail'],
  ...['budget_spent', 'behind', 'put_off', 'matches_nothing', 'covered', 'misquotes', 'given_up', 'left_out'],
  ...['nothing_came', 'nothing_yet', 'unsettled', 'not_applicable', 'matches_all', 'works', 'off'],
] as const
export type RuleRemarkKind = (typeof RULE_REMARKS)[number]

export const RuleRemark = z.object({
  kind: z.enum(RULE_REMARKS),
  level: z.enum(RULE_STATE_LEVELS),
  /** For people: what it is, with its numbers, and what to do. */
  text: z.string(),
})
export type RuleRemark = z.infer<typeof RuleRemark>

const ByReason = z.array(
  z.object({ /** Name of the evaluator. */ evaluator: z.string(), reason: z.string(), times: z.number() }),
)

/** What a rule did in the last 24 hours and does now. Read from the stores, so every process answers the same. */
export const RuleState = z.object({
  ruleId: z.string(),
  level: z.enum(RULE_STATE_LEVELS),
  /** One or two words for a badge. */
  badge: z.string(),
  /** At least one, the most important first. */
  remarks: z.array(RuleRemark).min(1),
  /** Starts of targets; what is done is counted by full hours. */
  from: Instant,
  to: Instant,
  /** Targets of the rule's kind that started in this time, and those of them that the filter takes; null where they could not be counted now. */
  seen: z.number().nullable(),
  matched: z.number().nullable(),
  /** Of the matching ones, those that were drawn and looked at; one that came again counts again. */
  sampled: z.number(),
  /** Scores of the free tier. */
  scored: z.number(),
  notApplicable: ByReason,
  /** Evaluations of the free tier that failed. */
  failed: ByReason,
  /** Traces or sessions of the project for which spans are still coming; null for a rule of spans. */
  open: z.object({ count: z.number(), oldestAt: Instant.nullable() }).nullable(),
  /** The whole project: batches that wait to be scored, and the share of what rules draw that is scored now. */
  backlog: z.object({ batches: z.number(), oldestAt: Instant.nullable(), share: z.number() }),
  /** null for a rule without a judge. */
  judge: z
    .object({
      judgeId: z.string(),
      /** Questions to it. */
      asked: z.number(),
      judged: z.number(),
      notApplicable: ByReason,
      /** Given up for good. */
      failed: ByReason,
      underWay: z.number(),
      /** By why they wait; `waiting` for those whose turn has not come. */
      waiting: z.array(
        z.object({
          reason: z.string(),
          questions: z.number(),
          nextTryAt: Instant,
          oldestAt: Instant,
          /** What happened; null where nothing did. */
          error: z.string().nullable(),
        }),
      ),
      /** Of today (UTC); what is under way counts with the most that it can cost. */
      budget: z.object({
        calls: z.number(),
        callsPerDay: z.number().nullable(),
        usd: z.number(),
        usdPerDay: z.number().nullable(),
        resetsAt: Instant,
      }),
    })
    .nullable(),
})
export type RuleState = z.infer<typeof RuleState>

export const RuleStateList = z.object({
  /** In the order of the list of rules. */ states: z.array(RuleState),
})
export type RuleStateList = z.infer<typeof RuleStateList>
