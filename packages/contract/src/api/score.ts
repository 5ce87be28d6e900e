import { z } from 'zod'

/** What an evaluator said of a span. */
export const Score = z.object({
  /** 16 lower-case hex digits; null where a trace was scored as a whole. */
  spanId: z.string().nullable(),
  name: z.string(),
  /** null where it has a label only, or failed. */
  value: z.number().nullable(),
  label: z.string().nullable(),
  explanation: z.string().nullable(),
  evaluator: z.string().nullable(),
  evaluatorVersion: z.string().nullable(),
  /** Why the evaluation failed; null for one that did not. */
  errorType: z.string().nullable(),
  /** Where it came from: `otel` for evaluation events of the traced app. */
  source: z.string(),
  /** ISO 8601 in UTC. */
  time: z.string(),
})
export type Score = z.infer<typeof Score>
