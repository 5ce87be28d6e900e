import { z } from 'zod'
import { REVIEW_REASONS, SCORE_SOURCES, SCORE_TARGETS } from '../score-row.ts'
import { ScorePoint } from './score.ts'
import { SpanId, TraceId } from './trace.ts'

const oneOrMore = <T extends z.ZodType>(item: T) =>
  z
    .union([item, z.array(item).min(1).max(50)])
    .transform((v): z.output<T>[] => (Array.isArray(v) ? v : [v]) as z.output<T>[])
const text = z.string().max(500)

/** Columns that scores are sliced by: of the scored span, or of who scored it. */
export const SCORE_SLICES = [
  'version',
  'source',
  'model',
  'service',
  'environment',
  'promptName',
  'promptVersion',
  'tag',
  'user',
] as const
export type ScoreSlice = (typeof SCORE_SLICES)[number]

/** Which scores: of those that are not given, any; a repeated one means any of its values, '' the scores without. */
export const ScoreFilter = z.object({
  /** Start of what was scored, from (inclusive) and to (exclusive); default: the last 24 hours. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  target: z.enum(SCORE_TARGETS).optional(),
  /** Version of the evaluator. */
  version: oneOrMore(text).optional(),
  source: oneOrMore(z.enum(SCORE_SOURCES)).optional(),
  rule: text.optional(),
  model: oneOrMore(text).optional(),
  service: oneOrMore(text).optional(),
  environment: oneOrMore(text).optional(),
  promptName: oneOrMore(text).optional(),
  promptVersion: oneOrMore(text).optional(),
  tag: oneOrMore(text).optional(),
  user: oneOrMore(z.string().max(1000)).optional(),
})
export type ScoreFilter = z.infer<typeof ScoreFilter>

export const ScoreListQuery = ScoreFilter.extend({
  name: text.min(1),
  traceId: TraceId.optional(),
  spanId: SpanId.optional(),
  label: oneOrMore(text).optional(),
  /** Only what a judge said that wants a person's look, for one of these reasons. */
  wants: oneOrMore(z.enum(REVIEW_REASONS)).optional(),
  min: z.coerce.number().optional(),
  max: z.coerce.number().optional(),
  /** `failed`: only evaluations that failed; `scored`, unless given: only those that did not. */
  state: z.enum(['scored', 'failed', 'any']).default('scored'),
  sort: z.enum(['time', 'value']).default('time'),
  order: z.enum(['asc', 'desc']).default('desc'),
  cursor: z.string().max(4000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type ScoreListQuery = z.infer<typeof ScoreListQuery>

export const ScorePage = z.object({ scores: z.array(ScorePoint), nextCursor: z.string().nullable() })
export type ScorePage = z.infer<typeof ScorePage>

export const ScoreNamesQuery = ScoreFilter.pick({ from: true, to: true })

/** What is measured in a project, and how much of it there is in the range. */
export const ScoreName = z.object({
  name: z.string(),
  targets: z.array(z.enum(SCORE_TARGETS)),
  sources: z.array(z.string()),
  /** Versions of the evaluator, latest seen first, at most 20. */
  versions: z.array(z.string()),
  /** Scores, without evaluations that failed. */
  n: z.number(),
  failed: z.number(),
  /** The range of its values; null where it has labels alone. */
  min: z.number().nullable(),
  max: z.number().nullable(),
  /** Labels, most frequent first, at most 20. */
  labels: z.array(z.object({ label: z.string(), n: z.number() })),
  costUsd: z.number().nullable(),
  lastTime: z.string(),
})
export type ScoreName = z.infer<typeof ScoreName>

export const ScoreNames = z.object({ names: z.array(ScoreName) })
export type ScoreNames = z.infer<typeof ScoreNames>

export const ScoreReviewsQuery = ScoreFilter.pick({ from: true, to: true })

/** How many verdicts of judges in a range want a person's look, by evaluator and why; the most first. */
export const ScoreReviews = z.object({
  reviews: z.array(z.object({ name: z.string(), reason: z.enum(REVIEW_REASONS), n: z.number() })),
})
export type ScoreReviews = z.infer<typeof ScoreReviews>
