import { z } from 'zod'
import { RULE_TARGETS } from './rule.ts'

/** What one evaluator said of one sample. */
const TriedResult = z.object({
  evaluator: z.string(),
  kind: z.enum(['scored', 'not_applicable', 'failed', 'for_judge']),
  /** Within the evaluator's range; null unless scored: what only a judge answers is not asked in a trial. */
  value: z.number().nullable(),
  label: z.string().nullable(),
  /** Why, or what is missing. */
  explanation: z.string(),
})
export type TriedResult = z.infer<typeof TriedResult>

const TriedSample = z.object({
  target: z.enum(RULE_TARGETS),
  /** 32 hex digits; empty for a session. */
  traceId: z.string(),
  /** 16 hex digits; empty unless a span. */
  spanId: z.string(),
  /** Empty unless a session. */
  sessionId: z.string(),
  /** Start of the span or trace, of the session's last trace. */
  time: z.string(),
  /** At most 300 characters. */
  question: z.string().nullable(),
  answer: z.string().nullable(),
  /** In the order of the rule. */
  results: z.array(TriedResult),
})
export type TriedSample = z.infer<typeof TriedSample>

const TriedEvaluator = z.object({
  name: z.string(),
  title: z.string(),
  version: z.string(),
  scored: z.number(),
  notApplicable: z.number(),
  failed: z.number(),
  /** Left to the judge of the rule, which alone answers it. */
  forJudge: z.number(),
  /** Of the scored; null without any. */
  mean: z.number().nullable(),
  /** 95 % interval of the mean, for one look; null where fewer than two were scored. */
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
  /** Of the scored, most frequent first. */
  labels: z.array(z.object({ label: z.string(), count: z.number() })),
  /** The most frequent reason for no score; null where there is none. */
  whyNot: z.string().nullable(),
  /** Processor time of one sample, in milliseconds; null without samples. */
  msPerSample: z.number().nullable(),
})
export type TriedEvaluator = z.infer<typeof TriedEvaluator>

/** What a judge may cost in a day. */
const ExpectedBill = z.object({
  judge: z.string(),
  /** Evaluations that the free tier would leave to the judge, as in the samples tried; the budget is not heeded. */
  questionsPerDay: z.number(),
  /** HTTP calls for them: one each with log-probabilities, several without, of which the dearer is counted. */
  callsPerDay: z.number(),
  /** Evaluators that have a question for a judge, and answers to each question: calls are targets × these, less what the free tier is sure of. */
  evaluators: z.number(),
  votes: z.number(),
  /** null where the judge has no price. */
  usdPerDay: z.number().nullable(),
  /** What the budget leaves of both. */
  allowedCallsPerDay: z.number(),
  allowedUsdPerDay: z.number().nullable(),
  /** What ends the day's calls early; null where the budget is enough. */
  limitedBy: z.enum(['calls', 'money', 'unknown_price']).nullable(),
  /** True where no evaluator of the rule has a question for a judge. */
  isNeverAsked: z.boolean(),
})
export type ExpectedBill = z.infer<typeof ExpectedBill>

/** What a rule would do, tried on the last 50 samples that match, with nothing stored and no judge asked. */
export const RuleTry = z.object({
  /** Matching targets of the last days. */
  matches: z.object({
    /** Whole or broken days that were looked at, at most 7: since the first span where that is less. */
    days: z.number(),
    /** An estimate above some thousands. */
    total: z.number(),
    perDay: z.number(),
    /** Of those, what the rate of the rule takes. */
    scoredPerDay: z.number(),
  }),
  /** Newest first. */
  samples: z.array(TriedSample),
  evaluators: z.array(TriedEvaluator),
  /** null for a rule without a judge: it costs nothing. */
  bill: ExpectedBill.nullable(),
})
export type RuleTry = z.infer<typeof RuleTry>
