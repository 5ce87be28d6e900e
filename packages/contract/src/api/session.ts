import { z } from 'zod'
import { Message } from './span-body.ts'
import { Instant, SpanId, TraceId, Usage } from './trace.ts'

/** What was said of a session as a whole, or of a turn, in short. */
export const SessionScore = z.object({
  name: z.string(),
  source: z.string(),
  value: z.number().nullable(),
  label: z.string().nullable(),
  /** Why it failed; null for one that did not. */
  errorType: z.string().nullable(),
})
export type SessionScore = z.infer<typeof SessionScore>

export const SessionSummary = Usage.extend({
  sessionId: z.string(),
  firstTime: Instant,
  lastTime: Instant,
  traceCount: z.number(),
  errorCount: z.number(),
  userId: z.string().nullable(),
  inputPreview: z.string().nullable(),
  /** The latest score of each name and source, by name; at most ten. */
  scores: z.array(SessionScore),
})
export type SessionSummary = z.infer<typeof SessionSummary>

export const SessionPage = z.object({ sessions: z.array(SessionSummary), nextCursor: z.string().nullable() })
export type SessionPage = z.infer<typeof SessionPage>

/** One trace of a session as people read it: what the person wrote, what came back. */
export const Turn = z.object({
  traceId: TraceId,
  /** The span whose messages are shown: the root where it has text, else the last model call. */
  spanId: SpanId,
  name: z.string(),
  startTime: Instant,
  durationMs: z.number(),
  isError: z.boolean(),
  errorMessage: z.string().nullable(),
  usage: Usage,
  models: z.array(z.string()),
  toolNames: z.array(z.string()),
  /** The new messages of this turn; history that earlier turns have shown is left out. */
  input: z.array(Message),
  output: z.array(Message),
  /** Of the trace as a whole and of that span: the latest of each name and source, by name; at most ten. */
  scores: z.array(SessionScore),
})
export type Turn = z.infer<typeof Turn>

export const Session = z.object({
  summary: SessionSummary,
  turns: z.array(Turn),
  /** Set when the session has more traces than one answer holds (200 newest are shown). */
  truncated: z.object({ shown: z.number(), total: z.number() }).nullable(),
})
export type Session = z.infer<typeof Session>

export const UserSummary = Usage.extend({
  userId: z.string(),
  firstTime: Instant,
  lastTime: Instant,
  traceCount: z.number(),
  sessionCount: z.number(),
  errorCount: z.number(),
})
export type UserSummary = z.infer<typeof UserSummary>

export const UserPage = z.object({ users: z.array(UserSummary), nextCursor: z.string().nullable() })
export type UserPage = z.infer<typeof UserPage>

/** Query of the session and user lists. `sort` is descending but for `order=asc`. */
export const RangeQuery = z.object({
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  /** Part of the id, without regard to case. */
  q: z.string().min(1).max(200).optional(),
  user: z.string().min(1).max(1000).optional(),
  sort: z.enum(['last', 'traces', 'tokens', 'cost', 'errors']).default('last'),
  order: z.enum(['asc', 'desc']).default('desc'),
  cursor: z.string().max(4000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type RangeQuery = z.infer<typeof RangeQuery>
