import type { JsonValue } from '@assay/contract/message'
import type { Failure } from './failure.ts'

/** The form that an answer must have: a JSON Schema of the part that providers enforce. */
export interface OutputSchema {
  /** Letters, digits and underscores; names the schema or the tool. */
  name: string
  schema: { [key: string]: JsonValue }
}

/** One question to a model. */
export interface ModelRequest {
  /** The same for every sample of an evaluator, so that providers can cache it. */
  system: string
  user: string
  output: OutputSchema
  /** Of the answer; reasoning of the model counts too. */
  maxTokens: number
  temperature: number
  /** Asks for the likeliest alternatives of each token, where the provider has them. */
  wantsLogProbabilities: boolean
}

/** One token of an answer, and what else could have stood there. */
export interface AnswerToken {
  text: string
  /** In nats. */
  logProbability: number
  alternatives: readonly { text: string; logProbability: number }[]
}

/** How the provider was made to keep to the form. */
export type OutputMode = 'json_schema' | 'tool' | 'json_object' | 'plain'

/** What was really sent: providers refuse parameters that others demand. */
export interface SentParameters {
  outputMode: OutputMode
  temperature: number | null
  maxTokens: number
  logProbabilities: boolean
}

/** Tokens as they are billed; null where the provider does not say. */
export interface TokenUsage {
  /** All tokens of the request, cached ones included. */
  inputTokens: number | null
  /** Those of them that were read from the provider's cache. */
  cachedTokens: number | null
  outputTokens: number | null
}

/** What a model answered. */
export interface ModelReply {
  kind: 'reply'
  text: string
  /** The model's own words where it declined, null where it did not. */
  refusal: string | null
  finish: 'stop' | 'length' | 'refusal' | 'other'
  /** The model as the provider names it, which may differ from the one that was asked. */
  model: string | null
  usage: TokenUsage
  tokens: readonly AnswerToken[] | null
  sent: SentParameters
}

/** A model behind an address. Answers with a reply or a failure, never throws. */
export interface ModelClient {
  readonly provider: 'openai' | 'anthropic'
  readonly model: string
  ask(request: ModelRequest, signal: AbortSignal): Promise<ModelReply | Failure>
}
