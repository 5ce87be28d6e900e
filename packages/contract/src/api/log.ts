import { z } from 'zod'
import { Instant, SpanId } from './trace.ts'
import type { JsonValue } from '../message.ts'

// Any JSON; `z.json()` is recursive, which the generator of the OpenAPI document cannot follow.
const Json = z.unknown() as z.ZodType<JsonValue>

/** One log record or event of a trace. Optional keys are left out where the wire carried nothing. */
export const LogRow = z.object({
  spanId: SpanId.optional(),
  time: Instant,
  /** Name of the event; left out for a plain log. */
  name: z.string().optional(),
  /** 1 to 24 as OpenTelemetry numbers severities: from 5 debug, 9 info, 13 warning, 17 error, 21 fatal. */
  severity: z.number().optional(),
  severityText: z.string().optional(),
  service: z.string().optional(),
  body: Json,
  attributes: z.record(z.string(), Json),
})
export type LogRow = z.infer<typeof LogRow>

export const LogQuery = z.object({
  spanId: SpanId.optional().describe('Only the records of this span'),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
})
export type LogQuery = z.infer<typeof LogQuery>

/** Records of one trace, earliest first. */
export const TraceLogs = z.object({
  logs: z.array(LogRow),
  /** How many there are; more than `logs` holds where the answer is cut. */
  total: z.number(),
})
export type TraceLogs = z.infer<typeof TraceLogs>
