import type { AnyValue, Attributes } from '@assay/contract/any-value'
import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { Message } from '@assay/contract/message'
import type { RawEvent, RawSpan } from '@assay/contract/raw-span'
import { toJson } from '../rows/json-attributes.ts'
import { AttributeReader } from './attribute-reader.ts'
import { inputMessages, outputMessages } from './chat-body.ts'
import { isObject, structured, type JsonObject } from './parse-json.ts'
import { parseMessage, textMessage } from './parse-messages.ts'
import { setOwn } from './set-own.ts'
import { toToolDefinitions } from './tool-definitions.ts'

/** Messages of an attribute; a text that is no JSON is one message. */
export function inputOf(value: AnyValue | undefined): Message[] {
  if (value === undefined) return []
  const json = structured(value)
  return typeof json === 'string' ? (json === '' ? [] : [textMessage('user', json)]) : inputMessages(json)
}

/** Answers of an attribute; a text that is no JSON is one message. */
export function outputOf(value: AnyValue | undefined): Message[] {
  if (value === undefined) return []
  const json = structured(value)
  return typeof json === 'string'
    ? json === ''
      ? []
      : [textMessage('assistant', json)]
    : outputMessages(json)
}

function systemOf(value: AnyValue | undefined): Message[] {
  if (value === undefined) return []
  const messages = inputOf(value)
  return messages.map((message) => ({ ...message, role: 'system' }))
}

/** Messages as conventions from 1.37 on write them, on a span or on an event. True when there were any. */
export function readMessages(reader: AttributeReader, span: CanonicalSpan): boolean {
  const input = inputOf(reader.raw('gen_ai.input.messages'))
  const system = systemOf(reader.raw('gen_ai.system_instructions'))
  const output = outputOf(reader.raw('gen_ai.output.messages'))
  if (span.inputMessages.length === 0)
    span.inputMessages = system.length === 0 ? input : [...system, ...input]
  if (span.outputMessages.length === 0) span.outputMessages = output
  return input.length + system.length + output.length > 0
}

/** Messages of older conventions: one attribute for the prompt, one for the completion. */
export function readPromptAndCompletion(reader: AttributeReader, span: CanonicalSpan): void {
  if (span.inputMessages.length === 0) span.inputMessages = inputOf(reader.raw('gen_ai.prompt'))
  if (span.outputMessages.length === 0) span.outputMessages = outputOf(reader.raw('gen_ai.completion'))
}

/** What an event says, wherever its SDK put it: in the attributes, in one JSON attribute, or in the body of a log record. */
function bodyOf(attributes: Attributes): JsonObject {
  const whole = structured(
    attributes.get('body') ?? attributes.get('gen_ai.event.content') ?? attributes.get('event.body'),
  )
  const body: JsonObject = isObject(whole) ? { ...whole } : {}
  if (typeof whole === 'string' && whole !== '') body['content'] = whole
  for (const [key, value] of attributes) {
    if (key === 'body' || key === 'gen_ai.event.content' || key in body) continue
    setOwn(body, key, key === 'tool_calls' || key === 'message' ? structured(value) : toJson(value))
  }
  return body
}

const ROLES = new Map([
  ['gen_ai.system.message', 'system'],
  ['gen_ai.user.message', 'user'],
  ['gen_ai.assistant.message', 'assistant'],
  ['gen_ai.tool.message', 'tool'],
])

const isEmpty = (message: Message): boolean => message.parts.length === 0

function readChoice(event: RawEvent): Message {
  const body = bodyOf(event.attributes)
  const message = parseMessage(isObject(body['message']) ? body['message'] : body, 'assistant')
  const reason = body['finish_reason']
  return { ...message, finishReason: typeof reason === 'string' ? reason : message.finishReason }
}

const choiceIndex = (event: RawEvent): number => {
  const index = bodyOf(event.attributes)['index']
  return typeof index === 'number' ? index : 0
}

function readMessageEvents(raw: RawSpan): { input: Message[]; output: Message[] } {
  const input: Message[] = []
  const choices: { index: number; message: Message }[] = []
  const sorted = [...raw.events].sort((a, b) =>
    a.timeUnixNano < b.timeUnixNano ? -1 : a.timeUnixNano > b.timeUnixNano ? 1 : 0,
  )
  for (const event of sorted) {
    const role = ROLES.get(event.name)
    if (role !== undefined) {
      const message = parseMessage(bodyOf(event.attributes), role)
      if (!isEmpty(message)) input.push(message)
    } else if (event.name === 'gen_ai.choice')
      choices.push({ index: choiceIndex(event), message: readChoice(event) })
  }
  choices.sort((a, b) => a.index - b.index)
  return { input, output: choices.map((choice) => choice.message) }
}

/**
 * Messages that came as events: of the span itself, or of log records that were joined to it (their body under the attribute
 * `body`). Fills only what the attributes of the span left empty.
 */
export function readEventMessages(raw: RawSpan, span: CanonicalSpan): void {
  if (raw.events.length === 0) return
  for (const event of raw.events) {
    const reader = new AttributeReader(event.attributes)
    switch (event.name) {
      case 'gen_ai.client.inference.operation.details':
      case 'gen_ai.input.messages':
      case 'gen_ai.output.messages':
      case 'gen_ai.system_instructions': {
        readMessages(reader, span)
        const definitions = event.attributes.get('gen_ai.tool.definitions')
        if (definitions !== undefined && span.toolDefinitions.length === 0)
          span.toolDefinitions = toToolDefinitions(structured(definitions))
        break
      }
      case 'gen_ai.content.prompt':
      case 'gen_ai.content.completion':
        readPromptAndCompletion(reader, span)
    }
  }
  const { input, output } = readMessageEvents(raw)
  if (span.inputMessages.length === 0) span.inputMessages = input
  if (span.outputMessages.length === 0)
    span.outputMessages = output.some((message) => !isEmpty(message)) ? output : []
}
