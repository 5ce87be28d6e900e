import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { RawSpan } from '@assay/contract/raw-span'
import type { SpanKind } from '@assay/contract/span-kind'
import { toCount, toNumber, type AttributeReader } from '../shared/attribute-reader.ts'
import { readBodies, undumped } from '../shared/bodies.ts'
import { genAiKind, readGenAi, textList } from '../shared/gen-ai.ts'
import { setParameters } from '../shared/parameters.ts'
import { isObject, structured, type JsonObject } from '../shared/parse-json.ts'
import type { Dialect } from './dialect.ts'

const KINDS = new Map<string, SpanKind>([
  ['generation', 'llm'],
  ['span', 'chain'],
  ['chain', 'chain'],
  ['agent', 'agent'],
  ['tool', 'tool'],
  ['retriever', 'retriever'],
  ['embedding', 'embedding'],
  ['reranker', 'reranker'],
  ['guardrail', 'guardrail'],
  ['evaluator', 'evaluator'],
  ['event', 'span'],
])

function firstCount(usage: JsonObject, ...keys: string[]): number | null {
  for (const key of keys) {
    const value = toNumber(usage[key])
    if (value !== null) return toCount(value)
  }
  return null
}

function sumOf(usage: JsonObject, belongs: (key: string) => boolean): number {
  let sum = 0
  for (const key of Object.keys(usage)) if (key !== 'total' && belongs(key)) sum += toNumber(usage[key]) ?? 0
  return sum
}

/**
 * Usage details either hold totals with details inside them, or buckets that exclude each other: then `total` is the sum of all, and
 * input and output are the sums of their buckets.
 */
function readUsage(span: CanonicalSpan, usage: JsonObject): void {
  const { tokens } = span
  const total = toNumber(usage['total'])
  const sum = sumOf(usage, () => true)
  const isOutput = (key: string): boolean => key.startsWith('output') || key.startsWith('completion')
  tokens.input = firstCount(usage, 'input', 'input_tokens', 'prompt_tokens', 'promptTokens')
  tokens.output = firstCount(usage, 'output', 'output_tokens', 'completion_tokens', 'completionTokens')
  if (total !== null && total === sum && tokens.input !== null) {
    tokens.input = toCount(sumOf(usage, (key) => !isOutput(key)))
    if (tokens.output !== null || sumOf(usage, isOutput) > 0) tokens.output = toCount(sumOf(usage, isOutput))
  }
  tokens.cacheRead = firstCount(
    usage,
    'input_cached_tokens',
    'input_cache_read',
    'cache_read_input_tokens',
    'input_cache_read_tokens',
  )
  tokens.cacheWrite = firstCount(
    usage,
    'input_cache_creation',
    'cache_creation_input_tokens',
    'input_cache_write',
    'input_cache_creation_tokens',
  )
  tokens.reasoning = firstCount(usage, 'output_reasoning_tokens', 'output_reasoning', 'reasoning_tokens')
}

function readCost(span: CanonicalSpan, cost: JsonObject): void {
  const total = toNumber(cost['total']) ?? (Object.keys(cost).length === 0 ? null : sumOf(cost, () => true))
  if (total !== null && total >= 0) span.reportedCostUsd = total
}

function readFirstToken(raw: RawSpan, reader: AttributeReader, span: CanonicalSpan): void {
  const text = undumped(reader.raw('langfuse.observation.completion_start_time'))
  const time = text === null ? NaN : Date.parse(text)
  if (Number.isNaN(time)) return
  const ms = time - Number(raw.startTimeUnixNano / 1000n) / 1000
  if (ms >= 0) span.ttftMs = Math.round(ms * 1000) / 1000
}

function readError(reader: AttributeReader, span: CanonicalSpan): void {
  const message = reader.text('langfuse.observation.status_message')
  if (reader.text('langfuse.observation.level')?.toUpperCase() !== 'ERROR') return
  span.isError = true
  span.errorMessage = message
}

/** Langfuse's own SDKs: `langfuse.observation.*`. */
export const langfuse: Dialect = {
  name: 'langfuse',
  detect: ({ attributes, scope }) =>
    attributes.has('langfuse.observation.type') ||
    attributes.has('langfuse.observation.input') ||
    scope.name === 'langfuse-sdk',
  map(raw, reader, span) {
    span.model = reader.text('langfuse.observation.model.name')
    const usage = structured(reader.raw('langfuse.observation.usage_details'))
    if (isObject(usage)) readUsage(span, usage)
    readGenAi(reader, span)
    const kind = KINDS.get(reader.text('langfuse.observation.type')?.toLowerCase() ?? '')
    const inferred = genAiKind(reader, span)
    span.kind = kind ?? (inferred === 'span' ? 'chain' : inferred)
    setParameters(span, structured(reader.raw('langfuse.observation.model.parameters')))
    const cost = structured(reader.raw('langfuse.observation.cost_details'))
    if (isObject(cost)) readCost(span, cost)
    readFirstToken(raw, reader, span)
    const input = reader.raw('langfuse.observation.input') ?? reader.raw('langfuse.trace.input')
    const output = reader.raw('langfuse.observation.output') ?? reader.raw('langfuse.trace.output')
    readBodies(span, input, output)
    if (span.kind === 'tool') span.tool ??= { name: raw.name, callId: null, description: null }
    if (span.kind === 'agent') span.agentName ??= raw.name === '' ? null : raw.name
    span.promptName = reader.text('langfuse.observation.prompt.name')
    span.promptVersion = reader.text('langfuse.observation.prompt.version')
    span.tags = textList(reader.raw('langfuse.trace.tags'))
    span.environment = reader.text('langfuse.environment')
    readError(reader, span)
  },
}
