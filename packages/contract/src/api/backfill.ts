import { z } from 'zod'
import { RULE_TARGETS } from './rule.ts'
import { Id, plainText } from './text.ts'
import { Instant } from './trace.ts'

/** `paused`, `failed`, and `done` with nothing done, say why. The last three are final. */
export const BACKFILL_STATES = ['queued', 'running', 'paused', 'cancelled', 'done', 'failed'] as const
export type BackfillState = (typeof BACKFILL_STATES)[number]

/** What the judge of the rule may use for the whole backfill, beside the rule's own days. No calls: no judge is asked. */
export const BackfillBudget = z.strictObject({
  calls: z.number().int().min(0).max(100_000_000),
  /** US dollars; null is no limit but that of calls. */
  usd: z.number().min(0).max(1_000_000).nullable(),
})
export type BackfillBudget = z.infer<typeof BackfillBudget>

/** Which past data is scored, and with what. */
export const BackfillDraft = z.strictObject({
  ruleId: Id,
  /** A saved version of the rule; without one, the version that counts now. */
  ruleVersion: z.number().int().min(1).optional(),
  /** Names of the rule's evaluators that run, in the versions that this Assay has; without any, all. */
  evaluators: z.array(plainText(100)).min(1).max(20).optional(),
  /** Starts of targets: at or after, as ISO 8601 with an offset. */
  from: z.string().max(40),
  /** Before; what lies in the future is left out. */
  to: z.string().max(40),
  /** Pass over what the same version of an evaluator has scored already. */
  skipsScored: z.boolean().default(true),
  budget: BackfillBudget.default({ calls: 0, usd: null }),
})
export type BackfillDraft = z.infer<typeof BackfillDraft>

/** More money or calls for one that is paused because they are used; the whole of it, not what is added. */
export const BackfillResume = z.strictObject({ budget: BackfillBudget.optional() })
export type BackfillResume = z.infer<typeof BackfillResume>

/** A number that was estimated from a sample, with its 95 % interval; null where one sample tells none. */
const Estimated = z.object({ value: z.number(), low: z.number().nullable(), high: z.number().nullable() })
export type Estimated = z.infer<typeof Estimated>

/** What a backfill would do. Nothing is stored and no judge is asked. */
export const BackfillEstimate = z.object({
  from: Instant,
  to: Instant,
  ruleVersion: z.number(),
  target: z.enum(RULE_TARGETS),
  /** Targets that match the rule; above some thousands an estimate within 1 %. */
  matches: z.number(),
  /** Of those, what the rate of the rule takes. */
  drawn: z.number(),
  /** null where the rule has no judge that is asked about its evaluators. */
  judge: z
    .object({
      name: z.string(),
      /** The last samples in the range that were tried; what follows is estimated from them. */
      tried: z.number(),
      /** Calls that would ask the judge all that the rule asks, whatever the budget. */
      calls: Estimated,
      /** Evaluators that have a question for a judge, and answers to each question: calls are targets × these, less what the free tier is sure of. */
      evaluators: z.number(),
      votes: z.number(),
      /** null where the judge has no price. */
      usd: Estimated.nullable(),
      /** Share of the questions that the budget is expected to pay for, 0 to 1; which ones is drawn by chance. */
      share: z.number(),
    })
    .nullable(),
})
export type BackfillEstimate = z.infer<typeof BackfillEstimate>

/** Past data that is being scored, or was. */
export const Backfill = z.object({
  id: z.string(),
  rule: z.object({ id: z.string(), version: z.number(), name: z.string() }),
  target: z.enum(RULE_TARGETS),
  evaluators: z.array(z.string()),
  from: Instant,
  to: Instant,
  skipsScored: z.boolean(),
  state: z.enum(BACKFILL_STATES),
  /** Why it is paused or failed, or that there was nothing to do; null otherwise. */
  reason: z.string().nullable(),
  progress: z.object({
    /** Targets that match and are drawn, as estimated at the start. */
    expected: z.number(),
    /** Targets that went through the evaluators without a failure; an evaluator may have found nothing to score in one. */
    scored: z.number(),
    /** Targets that are among the dead letters with the error. */
    failed: z.number(),
    /** Targets that were scored before. */
    skipped: z.number(),
    /** Scores that were written, without those of judges. */
    scores: z.number(),
    /** Questions that wait for the judge's answer. */
    questions: z.number(),
    /** Targets a second of late; null unless it runs. */
    perSecond: z.number().nullable(),
    /** Seconds that are left at this rate, without waiting for judges; null where that is not known. */
    secondsLeft: z.number().nullable(),
    /** Share of the way, 0 to 1; 1 only when it is done. */
    share: z.number(),
  }),
  budget: z.object({
    calls: z.number(),
    usd: z.number().nullable(),
    usedCalls: z.number(),
    /** Reservations of calls under way included. */
    usedUsd: z.number(),
  }),
  /** Share of the judge's questions that are asked, 0 to 1; 0 where no judge is. */
  judgeShare: z.number(),
  createdAt: Instant,
  /** Name of the person or key. */
  createdBy: z.string().nullable(),
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
})
export type Backfill = z.infer<typeof Backfill>

export const BackfillQuery = z.object({
  /** Only those of this rule. */
  ruleId: Id.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const BackfillList = z.object({
  /** Newest first. */
  backfills: z.array(Backfill),
})
export type BackfillList = z.infer<typeof BackfillList>
