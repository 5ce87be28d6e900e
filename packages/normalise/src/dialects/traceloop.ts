import type { AnyValue, Attributes } from '@assay/contract/any-value'
import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { Message, MessagePart } from '@assay/contract/message'
import type { RawSpan } from '@assay/contract/raw-span'
import type { SpanKind } from '@assay/contract/span-kind'
import { toJson } from '../rows/json-attributes.ts'
import { toNumber, type AttributeReader } from '../shared/attribute-reader.ts'
import { readBodies } from '../shared/bodies.ts'
import { callArguments } from '../shared/call-arguments.ts'
import { msToFirst } from '../shared/events.ts'
import { genAiKind, readGenAi } from '../shared/gen-ai.ts'
import { readEventMessages, readMessages, readPromptAndCompletion } from '../shared/gen-ai-messages.ts'
import { gatherIndexed, type IndexedItem } from '../shared/indexed-attributes.ts'
import { userText } from '../shared/message-text.ts'
import { setParameter } from '../shared/parameters.ts'
import { asText, parseJson, structured } from '../shared/parse-json.ts'
import { parseMessage, textMessage } from '../shared/parse-messages.ts'
import { setOwn } from '../shared/set-own.ts'
import type { Dialect } from './dialect.ts'

const KINDS = new Map<string, SpanKind>([
  ['workflow', 'chain'],
  ['task', 'chain'],
  ['agent', 'agent'],
  ['tool', 'tool'],
])
const REQUESTS = new Map<string, SpanKind>([
  ['chat', 'llm'],
  ['completion', 'llm'],
  ['embedding', 'embedding'],
  ['rerank', 'reranker'],
])
const MARKS = [
  'traceloop.span.kind',
  'llm.request.type',
  'traceloop.entity.name',
  'traceloop.entity.path',
  'traceloop.workflow.name',
  'gen_ai.prompt.0.role',
  'gen_ai.prompt.0.content',
  'gen_ai.completion.0.role',
  'gen_ai.completion.0.content',
  'db.vector.query.top_k',
]
const PROPERTIES = 'traceloop.association.properties.'

function readIndexedMessage(item: IndexedItem, fallback: string): Message {
  const fields: { [key: string]: ReturnType<typeof toJson> } = {}
  for (const [key, value] of item) if (!key.includes('.')) setOwn(fields, key, toJson(value))
  const content = fields['content']
  // Content of several parts is written as the JSON text of the list.
  const list = typeof content === 'string' && content.startsWith('[{') ? parseJson(content) : undefined
  if (Array.isArray(list)) fields['content'] = list
  const message = parseMessage(fields, fallback)
  const calls = gatherIndexed(item, 'tool_calls.').map((call): MessagePart => ({
    type: 'tool_call',
    id: asText(call.get('id')),
    name: asText(call.get('name')) ?? '',
    arguments: structured(call.get('arguments')),
  }))
  return { ...message, parts: [...message.parts, ...calls] }
}

function readIndexed(reader: AttributeReader, span: CanonicalSpan): void {
  const use = (key: string): void => reader.use(key)
  const prompt = gatherIndexed(reader.attributes, 'gen_ai.prompt.', use)
  const completion = gatherIndexed(reader.attributes, 'gen_ai.completion.', use)
  if (prompt.length > 0) span.inputMessages = prompt.map((item) => readIndexedMessage(item, 'user'))
  if (completion.length > 0)
    span.outputMessages = completion.map((item) => readIndexedMessage(item, 'assistant'))
}

function readTools(reader: AttributeReader, span: CanonicalSpan): void {
  const tools = gatherIndexed(reader.attributes, 'llm.request.functions.', (key) => reader.use(key))
  if (tools.length === 0) return
  span.toolDefinitions = tools.map((tool) => ({
    name: asText(tool.get('name')) ?? '',
    description: asText(tool.get('description')),
    parameters: structured(tool.get('parameters')),
  }))
}

function readParameters(reader: AttributeReader, span: CanonicalSpan): void {
  for (const name of [
    'top_k',
    'frequency_penalty',
    'presence_penalty',
    'chat.stop_sequences',
    'is_streaming',
  ]) {
    const value = reader.raw(`llm.${name}`)
    if (value !== undefined)
      setParameter(span, name === 'chat.stop_sequences' ? 'stop_sequences' : name, toJson(value))
  }
  const streaming = reader.raw('gen_ai.is_streaming')
  if (streaming !== undefined) setParameter(span, 'stream', toJson(streaming))
}

const isResult = (name: string): boolean => name === 'db.query.result' || name === 'db.search.result'

function readDocuments(raw: RawSpan, span: CanonicalSpan): void {
  const field = (attributes: Attributes, name: string): AnyValue | undefined =>
    attributes.get(`db.query.result.${name}`) ?? attributes.get(`db.search.result.${name}`)
  span.documents = raw.events
    .filter((event) => isResult(event.name))
    .map(({ attributes }) => ({
      id: asText(field(attributes, 'id')),
      content: asText(field(attributes, 'document')),
      score: toNumber(field(attributes, 'score')) ?? toNumber(field(attributes, 'distance')),
      metadata: structured(field(attributes, 'metadata')),
    }))
}

function kindOf(raw: RawSpan, reader: AttributeReader, span: CanonicalSpan): SpanKind {
  const own = KINDS.get(reader.text('traceloop.span.kind') ?? '')
  if (own !== undefined) return own
  const request = REQUESTS.get(reader.text('llm.request.type') ?? '')
  if (request !== undefined) return request
  if (reader.has('gen_ai.guardrail.name')) return 'guardrail'
  const inferred = genAiKind(reader, span)
  if (inferred !== 'span') return inferred
  const isQuery = raw.events.some((event) => isResult(event.name)) || reader.has('db.vector.query.top_k')
  return isQuery ? 'retriever' : 'span'
}

function readAssociations(reader: AttributeReader, span: CanonicalSpan): void {
  const property = (...names: string[]): string | null => {
    for (const name of names) {
      const text = reader.text(PROPERTIES + name)
      if (text !== null) return text
    }
    return null
  }
  span.sessionId = property(
    'session_id',
    'sessionId',
    'session.id',
    'thread_id',
    'conversation_id',
    'chat_id',
  )
  span.userId =
    property('user_id', 'userId', 'user.id') ?? reader.text('gen_ai.user') ?? reader.text('llm.user')
  span.promptName ??= reader.text('traceloop.prompt.key')
  span.promptVersion ??=
    reader.text('traceloop.prompt.version') ??
    reader.text('traceloop.prompt.version_name') ??
    reader.text('traceloop.prompt.version_hash')
}

/** Traceloop's OpenLLMetry: indexed `gen_ai.prompt.N.*` up to 2025, `gen_ai.input.messages` since, `traceloop.*` throughout. */
export const traceloop: Dialect = {
  name: 'traceloop',
  detect: ({ attributes }) => MARKS.some((mark) => attributes.has(mark)),
  map(raw, reader, span) {
    readGenAi(reader, span)
    span.kind = kindOf(raw, reader, span)
    readParameters(reader, span)
    readTools(reader, span)
    readIndexed(reader, span)
    readMessages(reader, span)
    readPromptAndCompletion(reader, span)
    readEventMessages(raw, span)
    if (span.kind === 'embedding') {
      span.inputText = userText(span.inputMessages.map((message) => ({ ...message, role: 'user' })))
      span.inputMessages = span.inputText === null ? [] : [textMessage('user', span.inputText)]
    }
    if (raw.events.length > 0) readDocuments(raw, span)
    readBodies(
      span,
      callArguments(reader.raw('traceloop.entity.input')),
      reader.raw('traceloop.entity.output'),
    )
    const entity = reader.text('traceloop.entity.name')
    if (span.kind === 'tool' && entity !== null)
      span.tool ??= { name: entity, callId: null, description: null }
    if (span.kind === 'agent') span.agentName ??= entity
    span.ttftMs ??= msToFirst(raw, 'gen_ai.content.completion.chunk', 'llm.content.completion.chunk')
    reader.number('llm.usage.total_tokens')
    readAssociations(reader, span)
  },
}
