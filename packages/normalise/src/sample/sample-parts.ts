import type { JsonValue, Message, ToolDefinition } from '@assay/contract/message'

/** A text that an answer may rest on: a retrieved document, a tool's result, instructions that hold sources. */
export interface Passage {
  id: string | null
  text: string
}

/** What a span, a trace or a session gives to evaluators; has the form of a `Sample` of packages/score. */
export interface SampleParts {
  /** The last message of the user. */
  question: string | null
  answer: string | null
  /** In the order the model saw them; null where it saw none. */
  context: Passage[] | null
  reference: null
  /** Messages before the question, oldest first, without system instructions. */
  history: Message[] | null
  tools: ToolDefinition[] | null
  relevantIds: null
  repeats: null
  tokenLogProbabilities: null
  toolCalls: { name: string; arguments: JsonValue }[] | null
}
