import { z } from 'zod'
import { LogRow } from './log.ts'
import { Score } from './score.ts'
import { Instant, SpanRow } from './trace.ts'
import type { JsonValue } from '../message.ts'

// Any JSON; `z.json()` is recursive, which the generator of the OpenAPI document cannot follow.
const Json = z.unknown() as z.ZodType<JsonValue>

export const MessagePart = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('reasoning'), text: z.string() }),
  z.object({ type: z.literal('tool_call'), id: z.string().nullable(), name: z.string(), arguments: Json }),
  z.object({ type: z.literal('tool_result'), id: z.string().nullable(), result: Json }),
  z.object({
    type: z.literal('media'),
    modality: z.string(),
    mimeType: z.string().nullable(),
    uri: z.string().nullable(),
    data: z.string().nullable(),
  }),
  z.object({ type: z.literal('other'), value: Json }),
])

export const Message = z.object({
  role: z.string(),
  name: z.string().nullable(),
  parts: z.array(MessagePart),
  finishReason: z.string().nullable(),
})

/** Everything about one span, read when it is opened. */
export const SpanBody = z.object({
  span: SpanRow,
  dialect: z.string(),
  operation: z.string().nullable(),
  requestModel: z.string().nullable(),
  responseId: z.string().nullable(),
  parameters: z.record(z.string(), Json),
  finishReasons: z.array(z.string()),
  inputMessages: z.array(Message),
  outputMessages: z.array(Message),
  /** Input and output of spans that are no chat, as text or JSON text. */
  input: z.string().nullable(),
  output: z.string().nullable(),
  toolDefinitions: z.array(
    z.object({ name: z.string(), description: z.string().nullable(), parameters: Json }),
  ),
  tool: z
    .object({ name: z.string(), callId: z.string().nullable(), description: z.string().nullable() })
    .nullable(),
  documents: z.array(
    z.object({
      id: z.string().nullable(),
      content: z.string().nullable(),
      score: z.number().nullable(),
      metadata: Json,
    }),
  ),
  sessionId: z.string().nullable(),
  userId: z.string().nullable(),
  promptName: z.string().nullable(),
  promptVersion: z.string().nullable(),
  tags: z.array(z.string()),
  environment: z.string().nullable(),
  /** Raw attributes as they came; integers beyond 2^53 as strings of digits, bytes as `{"$bytes": base64}`. */
  attributes: z.record(z.string(), Json),
  resource: z.record(z.string(), Json),
  scope: z.object({ name: z.string(), version: z.string(), attributes: z.record(z.string(), Json) }),
  events: z.array(z.object({ time: Instant, name: z.string(), attributes: z.record(z.string(), Json) })),
  links: z.array(
    z.object({ traceId: z.string(), spanId: z.string(), attributes: z.record(z.string(), Json) }),
  ),
  /** What evaluators said of this span, earliest first. */
  scores: z.array(Score).optional(),
  /** Log records of this span, and with a root those of its trace that belong to no span; at most 100, earliest first. */
  logs: z.array(LogRow).optional(),
  /** How many records there are. */
  logCount: z.number().optional(),
})
export type SpanBody = z.infer<typeof SpanBody>
