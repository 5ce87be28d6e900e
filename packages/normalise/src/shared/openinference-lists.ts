import type { Message, MessagePart, RetrievedDocument, ToolDefinition } from '@assay/contract/message'
import { toNumber, type AttributeReader } from './attribute-reader.ts'
import { gatherIndexed, type IndexedItem } from './indexed-attributes.ts'
import { parsePart, toolArguments } from './message-part.ts'
import { asText, structured } from './parse-json.ts'
import { roleOf } from './parse-messages.ts'
import { toToolDefinition } from './tool-definitions.ts'

const textAt = (item: IndexedItem, key: string): string | null => {
  const value = item.get(key)
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null
}

function readContent(content: IndexedItem): MessagePart | null {
  const type = textAt(content, 'message_content.type')
  const text = textAt(content, 'message_content.text')
  if (type === 'reasoning' || type === 'thinking') return { type: 'reasoning', text: text ?? '' }
  if (text !== null) return { type: 'text', text }
  const uri =
    textAt(content, 'message_content.image.image.url') ??
    textAt(content, 'message_content.audio.audio.url') ??
    textAt(content, 'message_content.file.file.url')
  if (uri !== null) return parsePart({ type: 'uri', modality: type ?? 'file', uri })
  return content.size === 0 || (content.size === 1 && type !== null)
    ? null
    : { type: 'other', value: Object.fromEntries([...content].map(([key, value]) => [key, asText(value)])) }
}

function readCall(call: IndexedItem): MessagePart {
  return {
    type: 'tool_call',
    id: textAt(call, 'tool_call.id'),
    name: textAt(call, 'tool_call.function.name') ?? '',
    arguments: toolArguments(structuredArguments(call)),
  }
}

function structuredArguments(call: IndexedItem) {
  const value = call.get('tool_call.function.arguments')
  return typeof value === 'string' ? value : structured(value)
}

function readMessage(item: IndexedItem, fallback: string): Message {
  const role = roleOf(textAt(item, 'message.role') ?? fallback)
  let parts: MessagePart[] = []
  const reasoning = textAt(item, 'message.reasoning') ?? textAt(item, 'message.reasoning_content')
  if (reasoning !== null && reasoning !== '') parts.push({ type: 'reasoning', text: reasoning })
  const content = asText(item.get('message.content'))
  if (content !== null && content !== '') parts.push({ type: 'text', text: content })
  for (const entry of gatherIndexed(item, 'message.contents.')) {
    const part = readContent(entry)
    if (part !== null && !(part.type === 'text' && part.text === content)) parts.push(part)
  }
  const callId = textAt(item, 'message.tool_call_id')
  if (role === 'tool') {
    const result = parts.map((part) => (part.type === 'text' ? part.text : '')).join('\n')
    parts = parts.length === 0 ? [] : [{ type: 'tool_result', id: callId, result }]
  }
  for (const call of gatherIndexed(item, 'message.tool_calls.')) parts.push(readCall(call))
  const name = textAt(item, 'message.function_call_name')
  if (name !== null) {
    const json = toolArguments(asText(item.get('message.function_call_arguments_json')) ?? undefined)
    parts.push({ type: 'tool_call', id: null, name, arguments: json })
  }
  return {
    role,
    name: textAt(item, 'message.name'),
    parts,
    finishReason: textAt(item, 'message.finish_reason'),
  }
}

/** Messages flattened as `prefix.N.message.…`. */
export function readFlatMessages(reader: AttributeReader, prefix: string, role: string): Message[] {
  return gatherIndexed(reader.attributes, prefix, (key) => reader.use(key)).map((item) =>
    readMessage(item, role),
  )
}

/** Documents flattened as `prefix.N.document.…`. */
export function readFlatDocuments(reader: AttributeReader, prefix: string): RetrievedDocument[] {
  return gatherIndexed(reader.attributes, prefix, (key) => reader.use(key)).map((item) => ({
    id: textAt(item, 'document.id'),
    content: asText(item.get('document.content')),
    score: toNumber(item.get('document.score')),
    metadata: structured(item.get('document.metadata')),
  }))
}

/** Tools that the model may call, flattened as `llm.tools.N.tool.…`. */
export function readFlatTools(reader: AttributeReader): ToolDefinition[] {
  return gatherIndexed(reader.attributes, 'llm.tools.', (key) => reader.use(key))
    .map((item) => toToolDefinition(structured(item.get('tool.json_schema'))) ?? namedTool(item))
    .filter((tool) => tool !== null)
}

function namedTool(item: IndexedItem): ToolDefinition | null {
  const name = textAt(item, 'tool.name')
  if (name === null) return null
  return {
    name,
    description: textAt(item, 'tool.description'),
    parameters: structured(item.get('tool.parameters')),
  }
}
