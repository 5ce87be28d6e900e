import { hash } from 'node:crypto'
import type { Failure } from './failure.ts'
import type { ModelReply, SentParameters } from './model-client.ts'
import type { GuardedModel } from './guard/guarded-model.ts'
import { PROTOCOL_VERSION } from './prompt/system-message.ts'

/** Longest text of an answer that is kept, in UTF-16 units. */
const KEPT_TEXT = 4_000

/** Longest name of a model that is kept, in UTF-16 units. */
const KEPT_NAME = 200

/** One question to the model and what came of it. */
export interface Exchange {
  outcome: ModelReply | Failure
  attempts: number
  latencyMs: number
  cost: number | null
  /** Why the answer could not be used; null where it could. */
  problem: string | null
}

/** What is kept with each score of a judge, so that anybody can see how it came about. */
export interface JudgeRecord {
  protocolVersion: string
  /** SHA-256 of the rubric, 16 hexadecimal digits. */
  rubricHash: string
  provider: GuardedModel['provider']
  modelAsked: string
  /** Names that the provider gave, each once and at most 200 characters of it; another name than before is another judge. */
  modelsAnswered: string[]
  /** What was really sent; null where no answer came. */
  parameters: SentParameters | null
  /** Questions, and HTTP calls with repetitions. */
  questions: number
  attempts: number
  inputTokens: number
  cachedTokens: number
  outputTokens: number
  /** null where a price or a count is not known. */
  cost: number | null
  /** Sum over the questions, of which some ran side by side, in milliseconds. */
  latencyMs: number
  /** What the model wrote, at most 4,000 characters of each answer. */
  rawTexts: string[]
  /** Answers that could not be used, and failed calls: `unparseable: …`, `timeout: …`. */
  problems: string[]
}

/** Sums up the exchanges of one judgement. */
export function recordOf(
  model: Pick<GuardedModel, 'provider' | 'model'>,
  rubric: string,
  exchanges: readonly Exchange[],
): JudgeRecord {
  const replies = exchanges.flatMap(({ outcome }) => (outcome.kind === 'reply' ? [outcome] : []))
  const sum = (valueOf: (exchange: Exchange) => number) =>
    exchanges.reduce((total, exchange) => total + valueOf(exchange), 0)
  const tokens = (name: keyof ModelReply['usage']) =>
    replies.reduce((total, { usage }) => total + (usage[name] ?? 0), 0)
  const costs = exchanges.map(({ cost }) => cost)
  return {
    protocolVersion: PROTOCOL_VERSION,
    rubricHash: hash('sha256', rubric).slice(0, 16),
    provider: model.provider,
    modelAsked: model.model,
    modelsAnswered: [...new Set(replies.flatMap(({ model: name }) => name?.slice(0, KEPT_NAME) ?? []))],
    parameters: replies.at(-1)?.sent ?? null,
    questions: exchanges.length,
    attempts: sum(({ attempts }) => attempts),
    inputTokens: tokens('inputTokens'),
    cachedTokens: tokens('cachedTokens'),
    outputTokens: tokens('outputTokens'),
    cost: costs.includes(null) ? null : sum(({ cost }) => cost ?? 0),
    latencyMs: sum(({ latencyMs }) => latencyMs),
    rawTexts: replies.map(({ text, refusal }) => (text === '' ? (refusal ?? '') : text).slice(0, KEPT_TEXT)),
    problems: exchanges.flatMap(problemOf),
  }
}

function problemOf({ outcome, problem }: Exchange): string[] {
  if (outcome.kind === 'failed') return [`${outcome.reason}: ${outcome.explanation}`]
  if (problem !== null) return [problem]
  return outcome.sent.outputMode === 'plain' ? ['plain: the endpoint takes no schema'] : []
}
