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
  'scopeLogs',
  'logRecords',
  'observedTimeUnixNano',
  'severityNumber',
  'severityText',
  'body',
  'eventName',
  'resourceMetrics',
  'scopeMetrics',
  'metrics',
  'description',
  'unit',
  'gauge',
  'sum',
  'histogram',
  'exponentialHistogram',
  'summary',
  'aggregationTemporality',
  'isMonotonic',
  'dataPoints',
  'asDouble',
  'asInt',
  'exemplars',
  'filteredAttributes',
  'count',
  'min',
  'max',
  'bucketCounts',
  'explicitBounds',
  'scale',
  'zeroCount',
  'zeroThreshold',
  'positive',
  'negative',
  'offset',
  'quantileValues',
  'quantile',
] as const

/** Spellings of the protobuf file, which OTLP/JSON does not take: worth a warning. */
const SNAKE_KEYS = [
  'resource_spans',
  'scope_spans',
  'resource_logs',
  'scope_logs',
  'log_records',
  'resource_metrics',
  'scope_metrics',
  'data_points',
  'as_double',
  'as_int',
  'bucket_counts',
  'explicit_bounds',
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
  table[
    slotOf(key.length, key.charCodeAt(0), key.charCodeAt(key.length >> 1), key.charCodeAt(key.length - 2))
  ]?.push(key)
}

function slotOf(length: number, first: number, middle: number, late: number): number {
  return (length ^ (first << 2) ^ (middle << 4) ^ (late << 1)) & (SLOTS - 1)
}

/** The known key in bytes start..end, or '' for an unknown one. */
export function knownKey(view: DataView, start: number, end: number): JsonKey {
  const length = end - start
  if (length > 24 || length < 3) return ''
  const slot = slotOf(
    length,
    view.getUint8(start),
    view.getUint8(start + (length >> 1)),
    view.getUint8(end - 2),
  )
  for (const key of table[slot] ?? []) {
    if (key.length === length && isSame(key, view, start)) return key
  }
  return ''
}

function isSame(key: string, view: DataView, start: number): boolean {
  for (let i = 0; i < key.length; i++) if (key.charCodeAt(i) !== view.getUint8(start + i)) return false
  return true
}
