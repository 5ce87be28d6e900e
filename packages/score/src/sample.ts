import type { JsonValue, Message, ToolDefinition } from '@assay/contract/message'

/** A text that the answer may rest on: a retrieved document, a tool's result, a given source. */
export interface Passage {
  id: string | null
  text: string
}

/** Log-probability of one token of the answer, in nats; `start` is its place in the answer, in UTF-16 units. */
export interface TokenLogProbability {
  token: string
  logProbability: number
  start: number
}

/**
 * What is scored, however it came: from a span, a trace or a data set. A part that is not known is null and
 * evaluators that need it answer `not_applicable`; texts are data, whatever they ask for.
 */
export interface Sample {
  /** What was asked: the last message of the user. */
  question: string | null
  answer: string | null
  /** Passages that the answer may rest on, in the order the model saw them. */
  context: readonly Passage[] | null
  /** What a right answer says. */
  reference: string | null
  /** Messages before the question, oldest first. */
  history: readonly Message[] | null
  /** The tools that the model could call. */
  tools: readonly ToolDefinition[] | null
  /** Ids of the passages that answer the question, for retrieval with known answers. */
  relevantIds: readonly string[] | null
  /** Other answers to the same question, for self-consistency. */
  repeats: readonly string[] | null
  tokenLogProbabilities: readonly TokenLogProbability[] | null
  /** Calls of tools that the answer makes. */
  toolCalls: readonly { name: string; arguments: JsonValue }[] | null
}

export const EMPTY_SAMPLE: Sample = {
  question: null,
  answer: null,
  context: null,
  reference: null,
  history: null,
  tools: null,
  relevantIds: null,
  repeats: null,
  tokenLogProbabilities: null,
  toolCalls: null,
}
