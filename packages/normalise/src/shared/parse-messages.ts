import type { JsonValue, Message, MessagePart } from '@assay/contract/message'
import { firstText, parsePart, toolArguments, toolCall } from './message-part.ts'
import { isObject, jsonText, type JsonObject } from './parse-json.ts'

const ROLES = new Map([
  ['human', 'user'],
  ['ai', 'assistant'],
  ['aimessagechunk', 'assistant'],
  ['model', 'assistant'],
  ['function', 'tool'],
])
/** LangChain tells the role by a message's `type`. */
const TYPES_AS_ROLES = new Set(['human', 'ai', 'AIMessageChunk', 'system', 'tool', 'function'])

/** Roles as canonical messages name them; unknown ones as they came. */
export function roleOf(role: string): string {
  return ROLES.get(role.toLowerCase()) ?? role
}

/** A message of one text. */
export function textMessage(role: string, text: string, finishReason: string | null = null): Message {
  return { role, name: null, parts: [{ type: 'text', text }], finishReason }
}

function contentParts(content: JsonValue | undefined): MessagePart[] {
  if (content === undefined || content === null || content === '') return []
  if (Array.isArray(content)) return content.map(parsePart)
  if (isObject(content) && Array.isArray(content['parts'])) return content['parts'].map(parsePart)
  return [parsePart(content)]
}

function callParts(message: JsonObject): MessagePart[] {
  const calls = message['tool_calls'] ?? message['toolCalls']
  const parts = Array.isArray(calls) ? calls.filter(isObject).map(toolCall) : []
  const old = message['function_call']
  if (isObject(old))
    parts.push({
      type: 'tool_call',
      id: null,
      name: firstText(old, 'name') ?? '',
      arguments: toolArguments(old['arguments']),
    })
  return parts
}

/** The content of a tool's message is the result of its call. */
function asResult(parts: MessagePart[], id: string | null): MessagePart[] {
  if (parts.length === 0 || parts.some((part) => part.type === 'tool_result')) return parts
  const texts = parts.map((part) =>
    part.type === 'text' ? part.text : part.type === 'other' ? jsonText(part.value) : '',
  )
  return [{ type: 'tool_result', id, result: texts.join('\n') }]
}

/** Calls that the content does not hold already: LangChain writes Anthropic's both ways. */
function newCalls(parts: MessagePart[], calls: MessagePart[]): MessagePart[] {
  const ids = new Set(parts.map((part) => (part.type === 'tool_call' ? part.id : null)))
  return calls.filter((call) => call.type !== 'tool_call' || call.id === null || !ids.has(call.id))
}

/** LangChain's serialised constructor calls hold the message in `kwargs`, its class in `id`. */
function unwrap(message: JsonObject): JsonObject {
  const kwargs = message['kwargs'] ?? message['data']
  if (!isObject(kwargs)) return message
  const path = message['id']
  const name = Array.isArray(path) ? path.at(-1) : null
  const role =
    typeof name === 'string'
      ? /^(Human|AI|System|Tool|Function)Message/.exec(name)?.[1]?.toLowerCase()
      : undefined
  return role === undefined
    ? { ...kwargs, type: kwargs['type'] ?? message['type'] ?? null }
    : { ...kwargs, type: role }
}

function explicitRole(message: JsonObject): string | null {
  const role = firstText(message, 'role')
  if (role !== null) return role
  const type = firstText(message, 'type')
  return type !== null && TYPES_AS_ROLES.has(type) && 'content' in message ? type : null
}

/** One message in any of the known spellings; `role` is used where it names none. */
export function parseMessage(value: JsonObject, role: string): Message {
  const message = unwrap(value)
  const own = roleOf(explicitRole(message) ?? role)
  let parts: MessagePart[] = []
  const reasoning = firstText(message, 'reasoning_content', 'reasoning')
  if (reasoning) parts.push({ type: 'reasoning', text: reasoning })
  const list = message['parts']
  const content = Array.isArray(list)
    ? list.map(parsePart)
    : contentParts(message['content'] ?? message['text'])
  parts = parts.length === 0 ? content : [...parts, ...content]
  const refusal = firstText(message, 'refusal')
  if (refusal) parts.push({ type: 'text', text: refusal })
  if (isObject(message['audio'])) parts.push(parsePart({ type: 'audio', audio: message['audio'] }))
  if (own === 'tool') parts = asResult(parts, firstText(message, 'tool_call_id', 'toolCallId', 'id'))
  const calls = callParts(message)
  if (calls.length > 0) parts = [...parts, ...newCalls(parts, calls)]
  return {
    role: own,
    name: firstText(message, 'name'),
    parts,
    finishReason: firstText(message, 'finish_reason', 'finishReason', 'stop_reason'),
  }
}

const isMessage = (value: JsonValue): boolean =>
  isObject(value) &&
  ('parts' in value || 'tool_calls' in value || explicitRole(value) !== null || isObject(value['kwargs']))

/** Messages of a list: messages as such, texts one message each, bare parts as the parts of one message. */
export function parseList(list: JsonValue[], role: string): Message[] {
  if (list.length === 0) return []
  // LangChain batches prompts: a list of lists of messages.
  if (list.length === 1 && Array.isArray(list[0])) return parseList(list[0], role)
  if (list.some(isMessage)) {
    return list.map((item) =>
      isObject(item)
        ? parseMessage(item, role)
        : { role, name: null, parts: [parsePart(item)], finishReason: null },
    )
  }
  if (list.every((item) => typeof item === 'string')) return list.map((item) => textMessage(role, item))
  if (
    list.every(
      (item) => isObject(item) && (typeof item['type'] === 'string' || typeof item['text'] === 'string'),
    )
  )
    return [{ role, name: null, parts: list.map(parsePart), finishReason: null }]
  return []
}
