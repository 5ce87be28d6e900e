import { z } from 'zod'
import { Score } from './score.ts'
import { SPAN_KINDS } from '../span-kind.ts'

/** 32 lower-case hex digits. */
export const TraceId = z.string().regex(/^[0-9a-f]{32}$/, 'a trace id is 32 lower-case hex digits')
/** 16 lower-case hex digits. */
export const SpanId = z.string().regex(/^[0-9a-f]{16}$/, 'a span id is 16 lower-case hex digits')

/** Instants are ISO 8601 in UTC with up to nine fractional digits: `2026-11-20T08:00:00.123456789Z`. */
export const Instant = z.string()

/** Totals over spans; tokens and cost count each call once, and null means that no span carried the number. */
export const Usage = z.object({
  inputTokens: z.number().nullable(),
  outputTokens: z.number().nullable(),
  cacheReadTokens: z.number().nullable(),
  costUsd: z.number().nullable(),
  /** Calls that carry tokens but have no price, so that costUsd is a lower bound. */
  unpricedCalls: z.number(),
})
export type Usage = z.infer<typeof Usage>

export const TraceSummary = Usage.extend({
  traceId: TraceId,
  /** Name of the root span; of the earliest span where the root is missing. */
  name: z.string(),
  /** False while no span without a parent has arrived. */
  hasRoot: z.boolean(),
  startTime: Instant,
  durationMs: z.number(),
  spanCount: z.number(),
  llmCount: z.number(),
  errorCount: z.number(),
  ttftMs: z.number().nullable(),
  models: z.array(z.string()),
  service: z.string().nullable(),
  environment: z.string().nullable(),
  sessionId: z.string().nullable(),
  userId: z.string().nullable(),
  tags: z.array(z.string()),
  inputPreview: z.string().nullable(),
  outputPreview: z.string().nullable(),
  /** Monotonic arrival number of the newest span; live tail resumes from it. */
  version: z.string(),
  /** Of the scores that a list was asked for by name: how many the trace has, their least and greatest value, their labels. */
  score: z
    .object({
      n: z.number(),
      min: z.number().nullable(),
      max: z.number().nullable(),
      labels: z.array(z.string()),
    })
    .optional(),
})
export type TraceSummary = z.infer<typeof TraceSummary>

/** One row of the waterfall. Optional keys are left out where the wire carried nothing. */
export const SpanRow = z.object({
  spanId: SpanId,
  parentSpanId: SpanId.optional(),
  name: z.string(),
  kind: z.enum(SPAN_KINDS),
  /** Milliseconds since the start of the trace. */
  offsetMs: z.number(),
  durationMs: z.number(),
  startTime: Instant,
  isError: z.boolean().optional(),
  errorType: z.string().optional(),
  errorMessage: z.string().optional(),
  service: z.string().optional(),
  provider: z.string().optional(),
  model: z.string().optional(),
  inputTokens: z.number().optional(),
  outputTokens: z.number().optional(),
  cacheReadTokens: z.number().optional(),
  cacheWriteTokens: z.number().optional(),
  reasoningTokens: z.number().optional(),
  costUsd: z.number().optional(),
  costSource: z.enum(['reported', 'price_table']).optional(),
  ttftMs: z.number().optional(),
  /** True where this span's tokens and cost are part of the totals of the trace. */
  isCounted: z.boolean().optional(),
  toolNames: z.array(z.string()).optional(),
  documentsCount: z.number().optional(),
  inputPreview: z.string().optional(),
  outputPreview: z.string().optional(),
})
export type SpanRow = z.infer<typeof SpanRow>

export const Trace = z.object({
  summary: TraceSummary,
  /** Sorted by start time; parents need not come before children when clocks disagree. */
  spans: z.array(SpanRow),
  /** Parent ids that spans name and no stored span has. */
  missingParents: z.array(SpanId),
  /** What evaluators said of its spans, at most 1,000, earliest first. */
  scores: z.array(Score).optional(),
  /** Set when the trace has more spans than one answer holds (30,000). */
  truncated: z.object({ shown: z.number(), total: z.number() }).nullable(),
})
export type Trace = z.infer<typeof Trace>

export const TracePage = z.object({
  traces: z.array(TraceSummary),
  /** Pass as `cursor` for the next page; null at the end. */
  nextCursor: z.string().nullable(),
})
export type TracePage = z.infer<typeof TracePage>
