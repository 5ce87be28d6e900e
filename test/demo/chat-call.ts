import type { DemoDocument, DemoMessage, DemoTool } from './message.ts'
import type { DemoModel } from './model.ts'

/** One finished call of a chat model, free of any attribute convention. */
export interface ChatCall {
  model: DemoModel
  system: string
  messages: readonly DemoMessage[]
  tools: readonly DemoTool[]
  /** null when the call failed. */
  reply: DemoMessage | null
  finishReason: 'stop' | 'tool_call' | 'length' | 'content_filter'
  inputTokens: number
  /** Part of the input tokens; 0 when nothing came from the cache. */
  cacheReadTokens: number
  outputTokens: number
  temperature: number
  maxTokens: number
  /** Milliseconds to the first token of a streamed answer; null when it was not streamed. */
  ttftMs: number | null
  responseId: string
  prompt: { name: string; version: string } | null
}

export interface RetrievalCall {
  source: string
  query: string
  topK: number
  documents: readonly DemoDocument[]
}

export interface EmbeddingCall {
  model: DemoModel
  texts: readonly string[]
  inputTokens: number
}

export interface ToolCall {
  id: string
  tool: DemoTool
  arguments: Record<string, unknown>
  result: unknown
}
