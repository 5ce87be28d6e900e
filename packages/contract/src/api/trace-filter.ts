import { z } from 'zod'
import { SPAN_KINDS } from '../span-kind.ts'

const oneOrMore = <T extends z.ZodType>(item: T) =>
  z
    .union([item, z.array(item).min(1).max(50)])
    .transform((v): z.output<T>[] => (Array.isArray(v) ? v : [v]) as z.output<T>[])
const text = z.string().min(1).max(500)
const id = z.string().min(1).max(1000)
const amount = z.coerce.number().min(0)

export const TRACE_SORTS = ['start', 'duration', 'tokens', 'cost', 'errors', 'score'] as const
export type TraceSort = (typeof TRACE_SORTS)[number]

/** Which traces: a trace matches when for each given filter at least one of its spans matches; a repeated filter means any of its values. */
export const TraceFilter = z.object({
  /** Start of the trace, from (inclusive) and to (exclusive); default: the last 24 hours. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  /** Words that must all occur in the input or output of one span. */
  q: z.string().min(1).max(500).optional(),
  /** Where `q` looks. */
  in: z.enum(['any', 'input', 'output']).optional(),
  name: oneOrMore(text).optional(),
  kind: oneOrMore(z.enum(SPAN_KINDS)).optional(),
  model: oneOrMore(text).optional(),
  provider: oneOrMore(text).optional(),
  service: oneOrMore(text).optional(),
  user: oneOrMore(id).optional(),
  session: oneOrMore(id).optional(),
  environment: oneOrMore(text).optional(),
  tag: oneOrMore(text).optional(),
  tool: oneOrMore(text).optional(),
  prompt: oneOrMore(text).optional(),
  /** `key=value` of an attribute of any span; `metadata.tenant=acme` finds `tenant` in the JSON of `metadata`, too. */
  attribute: oneOrMore(
    z
      .string()
      .min(3)
      .max(1300)
      .regex(/^[^=]+=./s, 'write key=value'),
  ).optional(),
  /** Type of an error on any span. */
  errorType: oneOrMore(text).optional(),
  /** true: a span of the trace failed; false: none did. */
  error: z
    .enum(['true', 'false'])
    .transform((v) => v === 'true')
    .optional(),
  minDurationMs: amount.optional(),
  maxDurationMs: amount.optional(),
  /** Input plus output tokens of the trace. */
  minTokens: amount.optional(),
  maxTokens: amount.optional(),
  minCostUsd: amount.optional(),
  maxCostUsd: amount.optional(),
  /** Name of a score that the trace or one of its spans has. */
  score: text.optional(),
  /** Bounds and labels of that score; of several, one must meet all of them. */
  minScore: z.coerce.number().optional(),
  maxScore: z.coerce.number().optional(),
  scoreLabel: oneOrMore(text).optional(),
})
export type TraceFilter = z.infer<typeof TraceFilter>

export const TraceListQuery = TraceFilter.extend({
  /** By `score`, the lowest or highest of those that are asked for with `score` counts, by the order. */
  sort: z.enum(TRACE_SORTS).default('start'),
  order: z.enum(['asc', 'desc']).default('desc'),
  cursor: z.string().max(4000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type TraceListQuery = z.infer<typeof TraceListQuery>
