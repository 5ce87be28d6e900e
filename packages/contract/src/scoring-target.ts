import { z } from 'zod'
import { SpanId, TraceId } from './api/trace.ts'

/** Set where spans were still coming when it was scored: it never paused, and is scored as it stood. */
const GoesOn = { goesOn: z.literal(true).optional() }

/** What is scored: one span, a trace or a session as a whole. */
export const ScoringTarget = z.discriminatedUnion('target', [
  z.object({ target: z.literal('span'), traceId: TraceId, spanId: SpanId }),
  z.object({ target: z.literal('trace'), traceId: TraceId, ...GoesOn }),
  z.object({ target: z.literal('session'), sessionId: z.string().min(1), ...GoesOn }),
])
export type ScoringTarget = z.infer<typeof ScoringTarget>
