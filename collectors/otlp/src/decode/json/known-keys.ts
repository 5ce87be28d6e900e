import { hash, isSame } from '../intern-table.ts'

/** Keys that the JSON decoder reads. All other keys are unknown fields, which it skips. */
const KEYS = [
  'resourceSpans',
  'resource',
  'scopeSpans',
  'scope',
  'spans',
  'schemaUrl',
  'attributes',
  'name',
  'version',
  'traceId',
  'spanId',
  'parentSpanId',
  'traceState',
  'flags',
  'kind',
  'startTimeUnixNano',
  'endTimeUnixNano',
  'droppedAttributesCount',
  'events',
  'droppedEventsCount',
  'links',
  'droppedLinksCount',
  'status',
  'code',
  'message',
  'timeUnixNano',
  'key',
  'value',
  'values',
  'stringValue',
  'boolValue',
  'intValue',
  'doubleValue',
  'arrayValue',
  'kvlistValue',
  'bytesValue',
  'resourceLogs',
  'resourceMetrics',
] as const

/** Spellings of the protobuf file, which OTLP/JSON does not take: worth a warning. */
const SNAKE_KEYS = [
  'resource_spans',
  'scope_spans',
  'trace_id',
  'span_id',
  'parent_span_id',
  'start_time_unix_nano',
  'end_time_unix_nano',
  'string_value',
  'int_value',
  'double_value',
  'bool_value',
  'array_value',
  'kvlist_value',
] as const

export type JsonKey = (typeof KEYS)[number] | (typeof SNAKE_KEYS)[number] | ''

const isSnake = new Set<string>(SNAKE_KEYS)
export const isSnakeKey = (key: JsonKey): boolean => isSnake.has(key)

// Literals are the engine's own strings, so that a switch over what is found here compares pointers.
const SLOTS = 1024
const table: JsonKey[][] = Array.from({ length: SLOTS }, () => [])
for (const key of [...KEYS, ...SNAKE_KEYS]) {
  const bytes = Buffer.from(key)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  table[hash(view, 0, bytes.length) & (SLOTS - 1)]?.push(key)
}

/** The known key in bytes start..end, or '' for an unknown one. */
export function knownKey(bytes: Buffer, view: DataView, start: number, end: number): JsonKey {
  const length = end - start
  if (length > 24) return ''
  for (const key of table[hash(view, start, end) & (SLOTS - 1)] ?? []) {
    if (key.length === length && isSame(key, bytes, start, length)) return key
  }
  return ''
}
