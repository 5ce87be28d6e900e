import { encodeFields, requestFields } from '../../../../test/chaos/otlp-protobuf.ts'

export const SIGNALS = ['traces', 'logs', 'metrics'] as const
export type SignalName = (typeof SIGNALS)[number]

const TIME = '1795167600000000000'
const TRACE = '5b8aa5a2d2c872e8321cf37308d69df2'

/** What differs from a sound item; each is JSON text. */
export interface Change {
  /** A list of attributes. */
  attributes?: string
  /** Of the item itself: the start of a span, the time of a record or point. */
  time?: string
  /** Members of a span or record. */
  ids?: string
  /** More members of a span, record or metric. */
  more?: string
}

const TEXT_ATTRIBUTE = '[{"key":"greeting","value":{"stringValue":"hello"}}]'

/** One span, log record, or metric with one point, as OTLP/JSON; the number makes its ids its own. */
export function item(signal: SignalName, change: Change = {}, n = 1): string {
  const { attributes = TEXT_ATTRIBUTE, time = `"${TIME}"`, more = '' } = change
  const ids = change.ids ?? `"traceId":"${TRACE}","spanId":"${n.toString(16).padStart(16, '0')}"`
  if (signal === 'traces')
    return `{${ids},"name":"x","startTimeUnixNano":${time},"endTimeUnixNano":${time},"attributes":${attributes}${more}}`
  if (signal === 'logs')
    return `{${ids},"timeUnixNano":${time},"body":{"stringValue":"x"},"attributes":${attributes}${more}}`
  const point = `{"timeUnixNano":${time},"asInt":"${n}","attributes":${attributes}}`
  return `{"name":"queue.length","unit":"1","gauge":{"dataPoints":[${point}]}${more}}`
}

const KEYS = {
  traces: ['resourceSpans', 'scopeSpans', 'spans'],
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
  metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
} as const

/** An export request as OTLP/JSON, around JSON text that stands where the list of items belongs. */
export function requestAround(signal: SignalName, items: string): string {
  const [resources, scopes, list] = KEYS[signal]
  const resource = '{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]}'
  return `{"${resources}":[{"resource":${resource},"${scopes}":[{"scope":{"name":"made"},"${list}":${items}}]}]}`
}

/** An export request of some items. */
export const request = (signal: SignalName, ...items: string[]): string =>
  requestAround(signal, `[${items.join(',')}]`)

/** The bytes of a request that is sound JSON. */
export const toProtobuf = (json: string): Buffer => encodeFields(requestFields(JSON.parse(json) as object))

/** An AnyValue of so many lists in lists, or maps in maps, as JSON text. */
export function deep(kind: 'array' | 'kvlist', levels: number): string {
  const [open, close] =
    kind === 'array'
      ? ['{"arrayValue":{"values":[', ']}}']
      : ['{"kvlistValue":{"values":[{"key":"k","value":', '}]}}']
  return `${open.repeat(levels)}{"stringValue":"x"}${close.repeat(levels)}`
}

/** Field numbers from a request to an attribute of its first item: of a span, a record, or a point of a gauge. */
const WAY = { traces: [1, 2, 2, 9], logs: [1, 2, 2, 6], metrics: [1, 2, 2, 5, 1, 7] } as const

/** A request whose first item has an attribute of so many lists in lists, in bytes, since encoders do not go so deep. */
export function deepRequest(signal: SignalName, levels: number): Buffer {
  const message = (field: number, value: Buffer) => encodeFields([{ field, wire: 2, value }])
  let value = message(1, Buffer.from('core'))
  for (let i = 0; i < levels; i++) value = message(5, message(1, value))
  const fields = requestFields(JSON.parse(request(signal, item(signal, { attributes: '[]' }))) as object)
  let at = fields
  for (const field of WAY[signal].slice(0, -1)) {
    const inner = at.find((one) => one.field === field)?.value
    if (!Array.isArray(inner)) throw new Error(`the request has no field ${field}`)
    at = inner
  }
  const attribute = Buffer.concat([message(1, Buffer.from('deep')), message(2, value)])
  at.push({ field: WAY[signal].at(-1) ?? 0, wire: 2, value: attribute })
  return encodeFields(fields)
}
