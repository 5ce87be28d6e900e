/** How a field lies on the wire; `packed` are numbers of eight bytes. */
export type Kind =
  'string' | 'hex' | 'base64' | 'uint' | 'sint' | 'fixed64' | 'fixed32' | 'double' | 'packed' | Message
/** The fields of a message by the names that OTLP/JSON gives them. */
export type Message = { readonly [name: string]: readonly [field: number, kind: () => Kind] }

// Field numbers of opentelemetry-proto v1: trace/v1, logs/v1, metrics/v1, common/v1 and resource/v1.
const text = () => 'string' as const
const uint = () => 'uint' as const
const KEY_VALUE: Message = { key: [1, text], value: [2, () => ANY_VALUE] }
const ANY_VALUE: Message = {
  stringValue: [1, text],
  boolValue: [2, uint],
  intValue: [3, uint],
  doubleValue: [4, () => 'double'],
  arrayValue: [5, () => ({ values: [1, () => ANY_VALUE] })],
  kvlistValue: [6, () => ({ values: [1, () => KEY_VALUE] })],
  bytesValue: [7, () => 'base64'],
}
const EVENT: Message = {
  timeUnixNano: [1, () => 'fixed64'],
  name: [2, text],
  attributes: [3, () => KEY_VALUE],
  droppedAttributesCount: [4, uint],
}
const LINK: Message = {
  traceId: [1, () => 'hex'],
  spanId: [2, () => 'hex'],
  traceState: [3, text],
  attributes: [4, () => KEY_VALUE],
  droppedAttributesCount: [5, uint],
}
const SPAN: Message = {
  traceId: [1, () => 'hex'],
  spanId: [2, () => 'hex'],
  traceState: [3, text],
  parentSpanId: [4, () => 'hex'],
  name: [5, text],
  kind: [6, uint],
  startTimeUnixNano: [7, () => 'fixed64'],
  endTimeUnixNano: [8, () => 'fixed64'],
  attributes: [9, () => KEY_VALUE],
  droppedAttributesCount: [10, uint],
  events: [11, () => EVENT],
  droppedEventsCount: [12, uint],
  links: [13, () => LINK],
  droppedLinksCount: [14, uint],
  status: [15, () => ({ message: [2, text], code: [3, uint] })],
  flags: [16, () => 'fixed32'],
}
const SCOPE: Message = { name: [1, text], version: [2, text], attributes: [3, () => KEY_VALUE] }
const SCOPE_SPANS: Message = { scope: [1, () => SCOPE], spans: [2, () => SPAN], schemaUrl: [3, text] }
const RESOURCE_SPANS: Message = {
  resource: [1, () => ({ attributes: [1, () => KEY_VALUE] })],
  scopeSpans: [2, () => SCOPE_SPANS],
  schemaUrl: [3, text],
}
const LOG: Message = {
  timeUnixNano: [1, () => 'fixed64'],
  severityNumber: [2, uint],
  severityText: [3, text],
  body: [5, () => ANY_VALUE],
  attributes: [6, () => KEY_VALUE],
  droppedAttributesCount: [7, uint],
  flags: [8, () => 'fixed32'],
  traceId: [9, () => 'hex'],
  spanId: [10, () => 'hex'],
  observedTimeUnixNano: [11, () => 'fixed64'],
  eventName: [12, text],
}
const SCOPE_LOGS: Message = { scope: [1, () => SCOPE], logRecords: [2, () => LOG], schemaUrl: [3, text] }
const RESOURCE_LOGS: Message = {
  resource: [1, () => ({ attributes: [1, () => KEY_VALUE] })],
  scopeLogs: [2, () => SCOPE_LOGS],
  schemaUrl: [3, text],
}
const EXEMPLAR: Message = {
  timeUnixNano: [2, () => 'fixed64'],
  asDouble: [3, () => 'double'],
  spanId: [4, () => 'hex'],
  traceId: [5, () => 'hex'],
  asInt: [6, () => 'fixed64'],
  filteredAttributes: [7, () => KEY_VALUE],
}
const TIMES: Message = { startTimeUnixNano: [2, () => 'fixed64'], timeUnixNano: [3, () => 'fixed64'] }
const NUMBER_POINT: Message = {
  ...TIMES,
  asDouble: [4, () => 'double'],
  exemplars: [5, () => EXEMPLAR],
  asInt: [6, () => 'fixed64'],
  attributes: [7, () => KEY_VALUE],
  flags: [8, uint],
}
const HISTOGRAM_POINT: Message = {
  ...TIMES,
  count: [4, () => 'fixed64'],
  sum: [5, () => 'double'],
  bucketCounts: [6, () => 'packed'],
  explicitBounds: [7, () => 'packed'],
  exemplars: [8, () => EXEMPLAR],
  attributes: [9, () => KEY_VALUE],
  flags: [10, uint],
  min: [11, () => 'double'],
  max: [12, () => 'double'],
}
const BUCKETS: Message = { offset: [1, () => 'sint'], bucketCounts: [2, uint] }
const EXPONENTIAL_POINT: Message = {
  ...TIMES,
  attributes: [1, () => KEY_VALUE],
  count: [4, () => 'fixed64'],
  sum: [5, () => 'double'],
  scale: [6, () => 'sint'],
  zeroCount: [7, () => 'fixed64'],
  positive: [8, () => BUCKETS],
  negative: [9, () => BUCKETS],
  flags: [10, uint],
  exemplars: [11, () => EXEMPLAR],
  min: [12, () => 'double'],
  max: [13, () => 'double'],
  zeroThreshold: [14, () => 'double'],
}
const SUMMARY_POINT: Message = {
  ...TIMES,
  count: [4, () => 'fixed64'],
  sum: [5, () => 'double'],
  quantileValues: [6, () => ({ quantile: [1, () => 'double'], value: [2, () => 'double'] })],
  attributes: [7, () => KEY_VALUE],
  flags: [8, uint],
}
const dataOf = (point: Message) => () => ({
  dataPoints: [1, () => point] as const,
  aggregationTemporality: [2, uint] as const,
  isMonotonic: [3, uint] as const,
})
const METRIC: Message = {
  name: [1, text],
  description: [2, text],
  unit: [3, text],
  gauge: [5, dataOf(NUMBER_POINT)],
  sum: [7, dataOf(NUMBER_POINT)],
  histogram: [9, dataOf(HISTOGRAM_POINT)],
  exponentialHistogram: [10, dataOf(EXPONENTIAL_POINT)],
  summary: [11, dataOf(SUMMARY_POINT)],
}
const SCOPE_METRICS: Message = { scope: [1, () => SCOPE], metrics: [2, () => METRIC], schemaUrl: [3, text] }
const RESOURCE_METRICS: Message = {
  resource: [1, () => ({ attributes: [1, () => KEY_VALUE] })],
  scopeMetrics: [2, () => SCOPE_METRICS],
  schemaUrl: [3, text],
}

/** Export requests of all signals, which share their numbers. */
export const REQUEST: Message = {
  resourceSpans: [1, () => RESOURCE_SPANS],
  resourceLogs: [1, () => RESOURCE_LOGS],
  resourceMetrics: [1, () => RESOURCE_METRICS],
}
