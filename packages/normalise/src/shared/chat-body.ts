import type { JsonValue, Message } from '@assay/contract/message'
import { firstText, parsePart } from './message-part.ts'
import { isObject, type JsonObject } from './parse-json.ts'
import { parseList, parseMessage, textMessage } from './parse-messages.ts'

const finishReason = (object: JsonObject): string | null =>
  firstText(object, 'finish_reason', 'finishReason', 'stop_reason')

function parseChoice(choice: JsonValue): Message | null {
  if (!isObject(choice)) return null
  const inner = choice['message'] ?? choice['delta'] ?? choice['content']
  const text = firstText(choice, 'text')
  if (!isObject(inner)) return text === null ? null : textMessage('assistant', text, finishReason(choice))
  const message = parseMessage(inner, 'assistant')
  const info = choice['generation_info']
  const reason = finishReason(choice) ?? (isObject(info) ? finishReason(info) : null)
  return { ...message, finishReason: message.finishReason ?? reason }
}

const present = (message: Message | null): message is Message => message !== null

/** Items of the Responses API: messages, calls and their outputs in one list. */
function parseItems(items: JsonValue[], role: string): Message[] {
  return items.filter(isObject).map((item) =>
    item['type'] === 'message' || (typeof item['role'] === 'string' && item['type'] === undefined)
      ? parseMessage({ ...item, type: null }, role)
      : {
          role: item['type'] === 'function_call_output' ? 'tool' : 'assistant',
          name: null,
          parts: [parsePart(item)],
          finishReason: null,
        },
  )
}

const system = (value: JsonValue | undefined): Message[] =>
  typeof value === 'string' && value !== ''
    ? [textMessage('system', value)]
    : Array.isArray(value)
      ? parseList(value, 'system').map((message) => ({ ...message, role: 'system' }))
      : []

/**
 * Messages of a request: a list of messages, or the body of a chat, completion, Responses, Anthropic or Gemini call. Empty when the
 * value is none of them.
 */
export function inputMessages(value: JsonValue): Message[] {
  if (Array.isArray(value)) return parseList(value, 'user')
  if (!isObject(value)) return []
  const { messages, prompt, contents, input } = value
  if (Array.isArray(messages))
    return [...system(value['system'] ?? value['instructions']), ...parseList(messages, 'user')]
  if (typeof prompt === 'string') return [...system(value['system']), textMessage('user', prompt)]
  if (Array.isArray(prompt)) return parseList(prompt, 'user')
  if (Array.isArray(contents)) return [...system(value['system_instruction']), ...parseList(contents, 'user')]
  if (typeof input === 'string' && 'model' in value)
    return [...system(value['instructions']), textMessage('user', input)]
  if (Array.isArray(input) && input.some(isObject))
    return [...system(value['instructions']), ...parseItems(input, 'user')]
  return isChatMessage(value) ? [parseMessage(value, 'user')] : []
}

const isChatMessage = (value: JsonObject): boolean =>
  'parts' in value ||
  'tool_calls' in value ||
  isObject(value['kwargs']) ||
  (typeof value['role'] === 'string' && 'content' in value) ||
  ((value['type'] === 'human' || value['type'] === 'ai') && 'content' in value)

/**
 * Messages of an answer: a list of messages, or the body of a chat, completion, Responses, Anthropic or Gemini answer, or a bare
 * `{text, finish_reason}`. Empty when the value is none of them.
 */
export function outputMessages(value: JsonValue): Message[] {
  if (Array.isArray(value)) {
    const choices = value.map(parseChoice)
    if (
      value.length > 0 &&
      choices.every(present) &&
      value.every((item) => isObject(item) && !('role' in item))
    )
      return choices.filter(present)
    return parseList(value, 'assistant')
  }
  if (!isObject(value)) return []
  const { choices, candidates, message, messages, generations, output, content, text } = value
  if (Array.isArray(choices)) return choices.map(parseChoice).filter(present)
  if (Array.isArray(candidates)) return candidates.map(parseChoice).filter(present)
  if (Array.isArray(generations)) return generations.flat(1).map(parseChoice).filter(present)
  if (isObject(message)) return [parseMessage(message, 'assistant')]
  if (Array.isArray(messages)) return parseList(messages, 'assistant')
  if (Array.isArray(output) && output.some(isObject)) return parseItems(output, 'assistant')
  if (isChatMessage(value) || typeof content === 'string' || (Array.isArray(content) && content.length > 0))
    return [parseMessage(value, 'assistant')]
  if (typeof text === 'string') return [textMessage('assistant', text, finishReason(value))]
  return []
}
