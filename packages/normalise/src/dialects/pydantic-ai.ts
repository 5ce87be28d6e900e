import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { JsonValue, Message } from '@assay/contract/message'
import type { RawSpan } from '@assay/contract/raw-span'
import type { AttributeReader } from '../shared/attribute-reader.ts'
import { inputMessages } from '../shared/chat-body.ts'
import { genAiKind, readGenAi, textList } from '../shared/gen-ai.ts'
import {
  outputOf,
  readEventMessages,
  readMessages,
  readPromptAndCompletion,
} from '../shared/gen-ai-messages.ts'
import { firstText } from '../shared/message-part.ts'
import { isObject, structured } from '../shared/parse-json.ts'
import { parseMessage } from '../shared/parse-messages.ts'
import type { Dialect } from './dialect.ts'

/**
 * True for Logfire's placeholder of a span that has not ended: it has an id of its own, lasts no time and repeats the attributes of the
 * real span, whose id stands as its parent. It is no span to be stored.
 */
export function isPendingSpan(raw: RawSpan): boolean {
  return raw.attributes.get('logfire.span_type') === 'pending_span'
}

/** Messages of the attribute `events`: a list of the deprecated message events. */
function readEventList(list: JsonValue, span: CanonicalSpan): void {
  if (!Array.isArray(list)) return
  const input: Message[] = []
  const output: Message[] = []
  for (const event of list.filter(isObject)) {
    if (event['event.name'] === 'gen_ai.choice')
      output.push(parseMessage(isObject(event['message']) ? event['message'] : event, 'assistant'))
    else input.push(parseMessage(event, firstText(event, 'role') ?? 'user'))
  }
  if (span.inputMessages.length === 0) span.inputMessages = input
  if (span.outputMessages.length === 0) span.outputMessages = output
}

/** All messages of a run: what the last answer of the assistant follows is its input. */
function readAllMessages(reader: AttributeReader, span: CanonicalSpan): void {
  const value = structured(
    reader.raw('pydantic_ai.all_messages') ?? reader.raw('all_messages_events') ?? reader.raw('all_messages'),
  )
  const messages = inputMessages(value)
  if (messages.length === 0) return
  const isAnswered = messages.at(-1)?.role === 'assistant'
  span.inputMessages = isAnswered ? messages.slice(0, -1) : messages
  if (isAnswered && span.outputMessages.length === 0) span.outputMessages = messages.slice(-1)
}

/** Pydantic AI and what else Logfire writes. */
export const pydanticAi: Dialect = {
  name: 'pydantic-ai',
  detect: ({ attributes, scope }) =>
    attributes.has('logfire.span_type') || attributes.has('logfire.msg') || scope.name === 'pydantic-ai',
  map(raw, reader, span) {
    span.agentName = reader.text('agent_name')
    const isRun = span.agentName !== null
    span.requestModel = reader.text('model_name')
    readGenAi(reader, span)
    span.kind = isRun && span.operation === null && span.tool === null ? 'agent' : genAiKind(reader, span)
    readMessages(reader, span)
    readAllMessages(reader, span)
    readEventList(structured(reader.raw('events')), span)
    readPromptAndCompletion(reader, span)
    readEventMessages(raw, span)
    const final = reader.raw('final_result') ?? reader.raw('output')
    if (span.kind === 'agent' && final !== undefined) {
      span.outputMessages = outputOf(final)
      if (span.outputMessages.length === 0) span.output = typeof final === 'string' ? final : null
    }
    if (span.kind === 'tool') {
      span.input ??= reader.body('tool_arguments')
      span.output ??= reader.body('tool_response')
    }
    const cost = reader.number('operation.cost')
    if (cost !== null && cost >= 0) span.reportedCostUsd = cost
    span.tags = textList(reader.raw('logfire.tags'))
  },
}
