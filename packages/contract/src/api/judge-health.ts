import { z } from 'zod'
import { Instant } from './trace.ts'

const Rate = z.object({
  count: z.number(),
  n: z.number(),
  /** count / n. */
  rate: z.number(),
  /** Wilson's interval, 95 %. */
  low: z.number(),
  high: z.number(),
})
export type JudgeRate = z.infer<typeof Rate>

/** How a judge did in the last 24 hours, over all processes, and whether it can be asked now. */
export const JudgeHealth = z.object({
  judgeId: z.string(),
  level: z.enum(['error', 'warning', 'ok', 'idle']),
  /** One or two words for a badge. */
  badge: z.string(),
  /** What there is to know, and what to do. */
  text: z.string(),
  /** Calls that ended. */
  calls: z.number(),
  /** Of the last five minutes. */
  callsPerSecond: z.number(),
  /** Calls that brought no answer; null without calls. */
  failed: Rate.nullable(),
  /** Answers that could not be read; null without answers. */
  unparseable: Rate.nullable(),
  /** Verdicts whose quote stands nowhere in the sample; null without verdicts. */
  misquoted: Rate.nullable(),
  /** Of calls with an answer, in milliseconds, with an interval of 95 % from the ranks, null where they are too few; null without any. */
  latency: z
    .object({
      n: z.number(),
      p50: z.number(),
      p95: z.number(),
      p95Interval: z.object({ low: z.number(), high: z.number() }).nullable(),
    })
    .nullable(),
  lastSuccessAt: Instant.nullable(),
  lastError: z.object({ at: Instant, reason: z.string(), error: z.string() }).nullable(),
  /** Set while nothing is asked of it. */
  pause: z.object({ reason: z.string(), error: z.string(), since: Instant, until: Instant }).nullable(),
  /** Questions of all rules and backfills that wait for it. */
  waiting: z.number(),
})
export type JudgeHealth = z.infer<typeof JudgeHealth>

export const JudgeHealthList = z.object({
  /** In the order of the list of judges. */ judges: z.array(JudgeHealth),
})
export type JudgeHealthList = z.infer<typeof JudgeHealthList>
