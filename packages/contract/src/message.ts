/** Any JSON value; integers beyond 2^53 come as strings of digits. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue }

/** One part of a message. `other` keeps what no rule knows, whole. */
export type MessagePart =
  | { type: 'text'; text: string }
  | { type: 'reasoning'; text: string }
  | { type: 'tool_call'; id: string | null; name: string; arguments: JsonValue }
  | { type: 'tool_result'; id: string | null; result: JsonValue }
  | { type: 'media'; modality: string; mimeType: string | null; uri: string | null; data: string | null }
  | { type: 'other'; value: JsonValue }

/** A chat message; `role` is system, user, assistant, tool, or what the sender wrote. */
export interface Message {
  role: string
  name: string | null
  parts: MessagePart[]
  finishReason: string | null
}

export interface ToolDefinition {
  name: string
  description: string | null
  /** JSON Schema of the arguments. */
  parameters: JsonValue
}

/** A retrieved or reranked document. */
export interface RetrievedDocument {
  id: string | null
  content: string | null
  score: number | null
  metadata: JsonValue
}
