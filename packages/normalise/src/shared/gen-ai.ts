import type { AnyValue } from '@assay/contract/any-value'
import type { CanonicalSpan } from '@assay/contract/canonical-span'
import { toJson } from '../rows/json-attributes.ts'
import type { AttributeReader } from './attribute-reader.ts'
import { toDocuments } from './documents.ts'
import { operationKind } from './operation-kind.ts'
import { setParameter } from './parameters.ts'
import { isObject, structured } from './parse-json.ts'
import { normaliseProvider } from './provider.ts'
import { toToolDefinitions } from './tool-definitions.ts'

const REQUEST = 'gen_ai.request.'

/** Texts of a list attribute, of its JSON text, or of a comma-joined text. */
export function textList(value: AnyValue | undefined): string[] {
  if (value === undefined || value === null) return []
  const json = typeof value === 'string' ? structured(value) : toJson(value)
  if (typeof json === 'string') return json === '' ? [] : json.split(',').map((text) => text.trim())
  return Array.isArray(json) ? json.filter((item) => typeof item === 'string' && item !== '').map(String) : []
}

function readParameters(reader: AttributeReader, span: CanonicalSpan): void {
  for (const [key, value] of reader.attributes) {
    if (!key.startsWith(REQUEST) || key === 'gen_ai.request.model') continue
    reader.use(key)
    setParameter(span, key.slice(REQUEST.length), toJson(value))
  }
  const seed = reader.raw('gen_ai.openai.request.seed')
  if (seed !== undefined) setParameter(span, 'seed', toJson(seed))
  const outputType = reader.text('gen_ai.output.type') ?? reader.text('gen_ai.openai.request.response_format')
  if (outputType !== null) setParameter(span, 'output.type', outputType)
  const tier = reader.text('openai.request.service_tier') ?? reader.text('gen_ai.openai.request.service_tier')
  if (tier !== null) setParameter(span, 'service_tier', tier)
}

/** Tokens under the names of all versions of the conventions and of SDKs that follow them. */
function readTokens(reader: AttributeReader, span: CanonicalSpan): void {
  const { tokens } = span
  tokens.input ??= reader.count('gen_ai.usage.input_tokens') ?? reader.count('gen_ai.usage.prompt_tokens')
  tokens.output ??=
    reader.count('gen_ai.usage.output_tokens') ?? reader.count('gen_ai.usage.completion_tokens')
  tokens.cacheRead ??=
    reader.count('gen_ai.usage.cache_read.input_tokens') ??
    reader.count('gen_ai.usage.cache_read_input_tokens') ??
    reader.count('gen_ai.usage.details.cache_read_tokens') ??
    reader.count('gen_ai.usage.details.cache_read_input_tokens') ??
    reader.count('gen_ai.usage.details.cached_tokens') ??
    reader.count('gen_ai.usage.cached_tokens')
  tokens.cacheWrite ??=
    reader.count('gen_ai.usage.cache_write.input_tokens') ??
    reader.count('gen_ai.usage.cache_creation.input_tokens') ??
    reader.count('gen_ai.usage.cache_creation_input_tokens') ??
    reader.count('gen_ai.usage.details.cache_write_tokens') ??
    reader.count('gen_ai.usage.details.cache_creation_input_tokens')
  tokens.reasoning ??=
    reader.count('gen_ai.usage.reasoning.output_tokens') ??
    reader.count('gen_ai.usage.reasoning_tokens') ??
    reader.count('gen_ai.usage.details.reasoning_tokens')
  // A sum of what is known; totals are made of the parts.
  reader.number('gen_ai.usage.total_tokens')
  const cost = reader.number('gen_ai.usage.cost')
  if (cost !== null && cost >= 0) span.reportedCostUsd = cost
}

const SECONDS_TO_FIRST = [
  'gen_ai.response.time_to_first_chunk',
  'gen_ai.client.operation.time_to_first_chunk',
  'gen_ai.latency.time_to_first_token',
  'gen_ai.server.time_to_first_token',
]

function readTimeToFirst(reader: AttributeReader, span: CanonicalSpan): void {
  for (const key of SECONDS_TO_FIRST) {
    const seconds = reader.number(key)
    if (seconds !== null && seconds >= 0) {
      // Seconds in binary do not meet milliseconds exactly: nanoseconds are all the clock gave.
      span.ttftMs = Math.round(seconds * 1e9) / 1e6
      return
    }
  }
}

function readTool(reader: AttributeReader, span: CanonicalSpan): void {
  const name = reader.text('gen_ai.tool.name')
  if (name === null) return
  span.tool = {
    name,
    callId: reader.text('gen_ai.tool.call.id'),
    description: reader.text('gen_ai.tool.description'),
  }
  span.input ??= reader.body('gen_ai.tool.call.arguments')
  span.output ??= reader.body('gen_ai.tool.call.result')
}

function readRetrieval(reader: AttributeReader, span: CanonicalSpan): void {
  span.input ??= reader.body('gen_ai.retrieval.query.text')
  const documents = reader.raw('gen_ai.retrieval.documents')
  if (documents !== undefined) span.documents = toDocuments(structured(documents))
}

/**
 * Reads all of `gen_ai.*` but the messages, whatever the version: operation, kind, provider, models, parameters, tokens, tool, agent,
 * documents. Fields that are set already stay.
 */
export function readGenAi(reader: AttributeReader, span: CanonicalSpan): void {
  span.operation ??= reader.text('gen_ai.operation.name')
  span.provider ??= normaliseProvider(reader.text('gen_ai.provider.name') ?? reader.text('gen_ai.system'))
  span.requestModel ??= reader.text('gen_ai.request.model')
  span.model ??= reader.text('gen_ai.response.model')
  span.responseId ??= reader.text('gen_ai.response.id')
  span.agentName ??= reader.text('gen_ai.agent.name')
  span.promptName ??= reader.text('gen_ai.prompt.name')
  span.promptVersion ??= reader.text('gen_ai.prompt.version')
  readParameters(reader, span)
  if (span.finishReasons.length === 0)
    span.finishReasons = textList(reader.raw('gen_ai.response.finish_reasons'))
  readTokens(reader, span)
  readTimeToFirst(reader, span)
  readTool(reader, span)
  readRetrieval(reader, span)
  const definitions = reader.raw('gen_ai.tool.definitions')
  if (definitions !== undefined) span.toolDefinitions = toToolDefinitions(structured(definitions))
}

/** The kind where no type of its own says it: the operation, then a tool, then a model, else a plain span. */
export function genAiKind(reader: AttributeReader, span: CanonicalSpan): CanonicalSpan['kind'] {
  const byOperation = operationKind(span.operation)
  if (byOperation !== null) return byOperation
  const method = reader.text('mcp.method.name')
  if (method !== null && method !== 'tools/call') return 'span'
  if (method !== null || span.tool !== null) return 'tool'
  // An agent's name alone says nothing: SDKs put it on every span below the agent.
  return span.model === null && span.requestModel === null ? 'span' : 'llm'
}

/** First text of an object under one of the keys of an attribute that holds JSON; null where there is none. */
export function textInside(value: AnyValue | undefined, ...keys: string[]): string | null {
  const json = structured(value)
  if (!isObject(json)) return null
  for (const key of keys) if (typeof json[key] === 'string') return json[key]
  return null
}
