import { z } from 'zod'
import { SpanId, TraceId } from './api/trace.ts'

/** What is scored: one span, a trace or a session as a whole. */
export const ScoringTarget = z.discriminatedUnion('target', [
  z.object({ target: z.literal('span'), traceId: TraceId, spanId: SpanId }),
  z.object({ target: z.literal('trace'), traceId: TraceId }),
  z.object({ target: z.literal('session'), sessionId: z.string().min(1) }),
])
export type ScoringTarget = z.infer<typeof ScoringTarget>
