import type { AnyValue } from './any-value.ts'
import type { JsonValue, Message, RetrievedDocument, ToolDefinition } from './message.ts'
import type { SpanKind } from './span-kind.ts'

/** Tokens of one call; `input` includes cache reads and writes, `output` includes reasoning. null = not on the wire. */
export interface TokenUsage {
  input: number | null
  output: number | null
  cacheRead: number | null
  cacheWrite: number | null
  reasoning: number | null
}

/** What every dialect maps to. Ids, times and raw attributes stay on the raw span. */
export interface CanonicalSpan {
  kind: SpanKind
  /** The dialect that was recognised, such as `otel-genai` or `openinference`; '' for a plain span. */
  dialect: string
  /** `gen_ai.operation.name` or its equivalent. */
  operation: string | null
  /** Lower-case well-known value such as `openai`, `aws.bedrock`. */
  provider: string | null
  /** The model that answered; the requested one where the answer names none. */
  model: string | null
  requestModel: string | null
  responseId: string | null
  /** Request parameters under their OTel names: temperature, top_p, max_tokens, … */
  parameters: Record<string, JsonValue>
  finishReasons: string[]
  /** System instructions first, then the conversation. */
  inputMessages: Message[]
  outputMessages: Message[]
  /** Input and output of spans that are no chat (tool, chain, retriever, …), as text or JSON text. */
  input: string | null
  output: string | null
  toolDefinitions: ToolDefinition[]
  /** Tools called: by a model in its output, or run by a tool span. */
  toolNames: string[]
  /** Set on tool spans. */
  tool: { name: string; callId: string | null; description: string | null } | null
  documents: RetrievedDocument[]
  tokens: TokenUsage
  /** Cost in US dollars that the sender reported; null where it reported none. */
  reportedCostUsd: number | null
  /** Time to first token in milliseconds. */
  ttftMs: number | null
  sessionId: string | null
  userId: string | null
  agentName: string | null
  promptName: string | null
  promptVersion: string | null
  tags: string[]
  environment: string | null
  service: string | null
  isError: boolean
  errorType: string | null
  errorMessage: string | null
  /** True for the span of an inference server: its tokens repeat those of the client's span above it. */
  isServerSide: boolean
  /** Text of all user messages joined by a line feed; the query of a retriever; the texts of an embedding. */
  inputText: string | null
  /** Text of the assistant without reasoning; the output of other spans. */
  outputText: string | null
  /** Attributes that no rule of the dialect consumed. */
  otherAttributes: [key: string, value: AnyValue][]
}
