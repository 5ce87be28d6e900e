import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { MessagePart } from '@assay/contract/message'
import type { SpanKind } from '@assay/contract/span-kind'
import { toJson } from '../rows/json-attributes.ts'
import { toCount, toNumber, type AttributeReader } from '../shared/attribute-reader.ts'
import { inputMessages } from '../shared/chat-body.ts'
import { msToFirst } from '../shared/events.ts'
import { readGenAi, textInside } from '../shared/gen-ai.ts'
import { toolCall } from '../shared/message-part.ts'
import { setParameter } from '../shared/parameters.ts'
import { isObject, jsonText, structured } from '../shared/parse-json.ts'
import { textMessage } from '../shared/parse-messages.ts'
import { knownProvider } from '../shared/provider.ts'
import { toToolDefinitions } from '../shared/tool-definitions.ts'
import { CONTEXT, readApplicationContext, readEmbedding, readRanking } from '../shared/vercel-ai.ts'
import type { Dialect } from './dialect.ts'

const SETTINGS = 'ai.settings.'

function kindOf(operation: string): SpanKind {
  if (operation === 'ai.toolCall') return 'tool'
  if (operation.endsWith('.doEmbed')) return 'embedding'
  if (operation.startsWith('ai.rerank')) return operation.endsWith('.doRerank') ? 'reranker' : 'chain'
  if (operation.endsWith('.doGenerate') || operation.endsWith('.doStream')) return 'llm'
  return operation.startsWith('ai.') ? 'chain' : 'span'
}

function readUsage(reader: AttributeReader, span: CanonicalSpan): void {
  const { tokens } = span
  tokens.input =
    reader.count('ai.usage.inputTokens') ??
    reader.count('ai.usage.promptTokens') ??
    reader.count('ai.usage.tokens')
  tokens.output = reader.count('ai.usage.outputTokens') ?? reader.count('ai.usage.completionTokens')
  tokens.cacheRead =
    reader.count('ai.usage.inputTokenDetails.cacheReadTokens') ?? reader.count('ai.usage.cachedInputTokens')
  tokens.cacheWrite = reader.count('ai.usage.inputTokenDetails.cacheWriteTokens') ?? cacheWriteIn(reader)
  tokens.reasoning =
    reader.count('ai.usage.outputTokenDetails.reasoningTokens') ?? reader.count('ai.usage.reasoningTokens')
  reader.number('ai.usage.totalTokens')
  reader.number('ai.usage.inputTokenDetails.noCacheTokens')
  reader.number('ai.usage.outputTokenDetails.textTokens')
}

/** Anthropic's own count of written tokens; already part of the input tokens. */
function cacheWriteIn(reader: AttributeReader): number | null {
  const metadata = structured(reader.raw('ai.response.providerMetadata'))
  const own = isObject(metadata) ? metadata['anthropic'] : undefined
  const count = isObject(own) ? toNumber(own['cacheCreationInputTokens']) : null
  return count === null ? null : toCount(count)
}

function readParameters(reader: AttributeReader, span: CanonicalSpan): void {
  for (const [key, value] of reader.attributes) {
    if (!key.startsWith(SETTINGS) || key.startsWith(CONTEXT)) continue
    reader.use(key)
    setParameter(span, key.slice(SETTINGS.length), toJson(value))
  }
}

function readOutput(reader: AttributeReader, span: CanonicalSpan): void {
  const parts: MessagePart[] = []
  const reasoning = reader.text('ai.response.reasoning')
  if (reasoning !== null) parts.push({ type: 'reasoning', text: reasoning })
  const text = reader.text('ai.response.text') ?? reader.text('ai.result.text')
  const object = reader.raw('ai.response.object') ?? reader.raw('ai.result.object')
  if (text !== null) parts.push({ type: 'text', text })
  else if (object !== undefined) parts.push({ type: 'text', text: jsonText(toJson(object)) })
  const calls = structured(reader.raw('ai.response.toolCalls') ?? reader.raw('ai.result.toolCalls'))
  if (Array.isArray(calls)) for (const call of calls) if (isObject(call)) parts.push(toolCall(call))
  const reason = reader.text('ai.response.finishReason') ?? reader.text('ai.finishReason')
  if (parts.length > 0) span.outputMessages = [{ role: 'assistant', name: null, parts, finishReason: reason }]
  else if (reason !== null && span.finishReasons.length === 0) span.finishReasons = [reason]
}

function readTool(reader: AttributeReader, span: CanonicalSpan): void {
  const name = reader.text('ai.toolCall.name')
  if (name !== null) span.tool = { name, callId: reader.text('ai.toolCall.id'), description: null }
  span.input = reader.body('ai.toolCall.args') ?? reader.body('ai.toolCall.input')
  span.output = reader.body('ai.toolCall.result') ?? reader.body('ai.toolCall.output')
}

function readTelemetry(reader: AttributeReader, span: CanonicalSpan): void {
  span.agentName ??= reader.text('ai.telemetry.functionId')
  readApplicationContext(reader, span)
  const prompt = reader.raw('ai.telemetry.metadata.langfusePrompt')
  if (prompt === undefined) return
  span.promptName = textInside(prompt, 'name')
  const details = structured(prompt)
  const version = isObject(details) ? details['version'] : null
  span.promptVersion = typeof version === 'number' || typeof version === 'string' ? String(version) : null
}

/** Vercel's AI SDK up to version 6 and its legacy telemetry since: `ai.*`. */
export const vercelAi: Dialect = {
  name: 'vercel-ai',
  detect: ({ attributes }) => attributes.has('ai.operationId'),
  map(raw, reader, span) {
    const operation = reader.text('ai.operationId') ?? ''
    span.operation = operation
    span.kind = kindOf(operation)
    span.provider = knownProvider(reader.text('ai.model.provider') ?? reader.text('gen_ai.system'))
    span.requestModel = reader.text('ai.model.id')
    span.model = reader.text('ai.response.model')
    span.responseId = reader.text('ai.response.id')
    readUsage(reader, span)
    readGenAi(reader, span)
    readParameters(reader, span)
    if (span.kind === 'tool') readTool(reader, span)
    else {
      const prompt = reader.raw('ai.prompt.messages') ?? reader.raw('ai.prompt')
      const asked = structured(prompt)
      if (prompt !== undefined)
        span.inputMessages = typeof asked === 'string' ? [textMessage('user', asked)] : inputMessages(asked)
      readOutput(reader, span)
      readEmbedding(reader, span)
    }
    const tools = reader.raw('ai.prompt.tools')
    if (tools !== undefined) span.toolDefinitions = toToolDefinitions(structured(tools))
    readRanking(reader, span)
    const first = reader.number('ai.response.msToFirstChunk') ?? reader.number('ai.stream.msToFirstChunk')
    span.ttftMs = first ?? msToFirst(raw, 'ai.stream.firstChunk')
    readTelemetry(reader, span)
  },
}
