import type { JsonValue, MessagePart } from '@assay/contract/message'
import { isObject, parseJson, type JsonObject } from './parse-json.ts'

const textOf = (value: JsonValue | undefined): string | null => (typeof value === 'string' ? value : null)

/** The first of the keys that holds a text. */
export function firstText(object: JsonObject, ...keys: string[]): string | null {
  for (const key of keys) {
    const value = object[key]
    if (typeof value === 'string') return value
  }
  return null
}

/** Arguments of a tool as JSON: SDKs write them as an object or as the JSON text of one. */
export function toolArguments(value: JsonValue | undefined): JsonValue {
  if (typeof value !== 'string') return value ?? null
  const parsed = parseJson(value)
  return typeof parsed === 'object' ? parsed : value
}

function reasoningText(part: JsonObject): string {
  const direct = firstText(part, 'content', 'text', 'thinking', 'reasoning')
  if (direct !== null) return direct
  const list = part['summary'] ?? part['details']
  if (!Array.isArray(list)) return ''
  return list.map((item) => (isObject(item) ? (firstText(item, 'text') ?? '') : '')).join('\n')
}

/** A call as parts, OpenAI bodies, Anthropic blocks and the AI SDK write it. */
export function toolCall(call: JsonObject): MessagePart {
  const inner = isObject(call['function']) ? call['function'] : call
  const details = call['arguments'] ?? call['args'] ?? call['input'] ?? call['server_tool_call']
  return {
    type: 'tool_call',
    id: firstText(call, 'id', 'call_id', 'tool_call_id', 'toolCallId'),
    name: firstText(inner, 'name', 'tool_name', 'toolName') ?? '',
    arguments: toolArguments(inner === call ? details : (inner['arguments'] ?? details)),
  }
}

const RESULT_TAGS = ['text', 'json', 'error-text', 'error-json', 'content']

/** The AI SDK tags the result of a tool with how it is written: `{type: 'json', value}`. */
function taggedValue(result: JsonValue | undefined): JsonValue | undefined {
  const isTagged =
    isObject(result) && RESULT_TAGS.includes(textOf(result['type']) ?? '') && result['value'] !== undefined
  return isTagged ? result['value'] : result
}

function toolResult(part: JsonObject): MessagePart {
  const result =
    part['response'] ??
    part['result'] ??
    part['output'] ??
    part['content'] ??
    part['server_tool_call_response']
  return {
    type: 'tool_result',
    id: firstText(part, 'id', 'tool_call_id', 'tool_use_id', 'toolCallId', 'call_id'),
    result: (part['type'] === 'tool-result' ? taggedValue(result) : result) ?? null,
  }
}

function media(
  modality: string,
  uri: string | null,
  data: string | null,
  mimeType: string | null,
): MessagePart {
  if (uri?.startsWith('data:') === true) {
    const comma = uri.indexOf(',')
    const type = uri.slice(5, comma).split(';')[0] ?? ''
    if (comma > 0)
      return {
        type: 'media',
        modality,
        mimeType: mimeType ?? (type === '' ? null : type),
        uri: null,
        data: uri.slice(comma + 1),
      }
  }
  return { type: 'media', modality, mimeType, uri, data }
}

const modalityOf = (part: JsonObject, mimeType: string | null, fallback: string): string =>
  textOf(part['modality']) ?? mimeType?.split('/')[0] ?? fallback

function mediaPart(part: JsonObject, fallback: string): MessagePart {
  const inner = [
    part['image_url'],
    part['input_audio'],
    part['audio'],
    part['file'],
    part['source'],
    part['image'],
  ].find(isObject)
  const source = inner ?? part
  const mimeType =
    firstText(source, 'mime_type', 'media_type', 'mediaType', 'mimeType') ??
    firstText(part, 'mime_type', 'media_type', 'mediaType', 'mimeType')
  const uri =
    firstText(source, 'uri', 'url', 'file_uri', 'image_url') ??
    firstText(part, 'image_url') ??
    firstText(source, 'file_id', 'id')
  const bytes = firstText(source, 'data', 'content', 'file_data', 'image', 'bytes')
  const modality = modalityOf(part, mimeType, fallback)
  if (bytes !== null && /^(https?|data):/.test(bytes)) return media(modality, bytes, null, mimeType)
  return media(modality, bytes === null ? uri : (firstText(source, 'uri', 'url') ?? null), bytes, mimeType)
}

/** A part as Gemini writes it: what it is stands in the name of its only field; null for other spellings. */
function geminiPart(part: JsonObject): MessagePart | null {
  const call = part['functionCall'] ?? part['function_call']
  if (isObject(call)) return toolCall(call)
  const response = part['functionResponse'] ?? part['function_response']
  if (isObject(response)) return toolResult(response)
  const data = part['inlineData'] ?? part['inline_data']
  if (isObject(data)) return mediaPart(data, 'file')
  const file = part['fileData'] ?? part['file_data']
  if (isObject(file)) return mediaPart({ ...file, uri: firstText(file, 'fileUri', 'file_uri') }, 'file')
  return part['thought'] === true ? { type: 'reasoning', text: reasoningText(part) } : null
}

/** A part of a message in any of the known spellings; what no rule knows is kept whole. */
export function parsePart(value: JsonValue): MessagePart {
  if (typeof value === 'string') return { type: 'text', text: value }
  if (!isObject(value)) return { type: 'other', value }
  const part = 'type' in value || 'kind' in value ? null : geminiPart(value)
  if (part !== null) return part
  switch (value['type'] ?? value['kind']) {
    case undefined:
    case null:
    case 'text':
    case 'input_text':
    case 'output_text': {
      const nested = isObject(value['text']) ? firstText(value['text'], 'value') : null
      const text = nested ?? firstText(value, 'content', 'text', 'value')
      return text === null ? { type: 'other', value } : { type: 'text', text }
    }
    case 'refusal':
      return { type: 'text', text: firstText(value, 'refusal', 'content') ?? '' }
    case 'reasoning':
    case 'thinking':
    case 'redacted_thinking':
      return { type: 'reasoning', text: reasoningText(value) }
    case 'tool_call':
    case 'tool-call':
    case 'tool_use':
    case 'function':
    case 'function_call':
    case 'server_tool_call':
    case 'server_tool_use':
      return toolCall(value)
    case 'tool_call_response':
    case 'tool_result':
    case 'tool-result':
    case 'function_call_output':
    case 'server_tool_call_response':
      return toolResult(value)
    case 'blob':
    case 'uri':
    case 'file':
    case 'input_file':
    case 'document':
      return mediaPart(value, 'file')
    case 'image':
    case 'image_url':
    case 'image-url':
    case 'input_image':
      return mediaPart(value, 'image')
    case 'audio':
    case 'input_audio':
    case 'audio-url':
      return mediaPart(value, 'audio')
    case 'video':
      return mediaPart(value, 'video')
    default:
      return { type: 'other', value }
  }
}
