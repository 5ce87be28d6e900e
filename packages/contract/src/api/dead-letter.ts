import { z } from 'zod'
import { ScoringTarget } from '../scoring-target.ts'
import { Instant } from './trace.ts'

/** Where scoring gave up: while reading the spans, in an evaluator, or at the judge. */
export const DEAD_LETTER_STAGES = ['read', 'evaluate', 'judge'] as const
export type DeadLetterStage = (typeof DEAD_LETTER_STAGES)[number]

/** Something that could not be scored. */
export const DeadLetter = z.object({
  id: z.string(),
  stage: z.enum(DEAD_LETTER_STAGES),
  what: ScoringTarget,
  /** Name of the evaluator that failed; null where none came to it. */
  evaluator: z.string().nullable(),
  /** What happened. */
  error: z.string(),
  /** Over all tries, those of before too. */
  attempts: z.number(),
  firstDiedAt: Instant,
  /** When it last failed. */
  diedAt: Instant,
  /** True while it is being tried again; what is scored then leaves the list. */
  isRetrying: z.boolean(),
})
export type DeadLetter = z.infer<typeof DeadLetter>

export const DeadLetterQuery = z.object({
  /** Only those of one evaluator. */
  evaluator: z.string().min(1).max(100).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
export type DeadLetterQuery = z.infer<typeof DeadLetterQuery>

export const DeadLetterList = z.object({
  /** Newest first. */
  deadLetters: z.array(DeadLetter),
  /** All of the project, shown or not. */
  total: z.number(),
  /** Of those, how many nobody tries again. */
  waiting: z.number(),
  /** Older ones of the project that left the list, which holds 10,000, since all were last dismissed. */
  dropped: z.number(),
})
export type DeadLetterList = z.infer<typeof DeadLetterList>

/** How many are tried again; those that fail again stay. */
export const DeadLetterRetry = z.object({ retried: z.number() })

export const DeadLetterDismissQuery = z.object({
  /** Only those that last failed until then: what you have seen. */
  until: z.iso.datetime({ offset: true }).optional(),
})
/** How many left the list. */
export const DeadLetterDismissal = z.object({ dismissed: z.number() })
