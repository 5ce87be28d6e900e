import fc from 'fast-check'

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 90 }),
)
export const wellFormed = text.map((t) => t.toWellFormed())
export const id = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).filter((bytes) => bytes.some((byte) => byte !== 0))
export const count = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff_ffff }))
export const int64 = fc.oneof(fc.integer(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })).map(String)
export const double = fc.double().map((value) => (value === 0 ? 0 : value))
export const nanoseconds = fc
  .bigInt({ min: 1_600_000_000_000_000_000n, max: 1_800_000_000_000_000_000n })
  .map(String)

export const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    wellFormed.map((stringValue) => ({ stringValue })),
    fc.boolean().map((boolValue) => ({ boolValue })),
    int64.map((intValue) => ({ intValue })),
    double.map((doubleValue) => ({ doubleValue })),
    fc.uint8Array({ maxLength: 9 }).map((bytesValue) => ({ bytesValue })),
    fc.constant({}),
    fc.array(tie('value'), { maxLength: 4 }).map((values) => ({ arrayValue: { values } })),
    fc
      .array(fc.record({ key: wellFormed, value: tie('value') }), { maxLength: 4 })
      .map((values) => ({ kvlistValue: { values } })),
  ),
}))
export const attributes = fc.array(fc.record({ key: wellFormed, value }), { maxLength: 8 })

const span = fc.record(
  {
    traceId: id(16),
    spanId: id(8),
    parentSpanId: id(8),
    traceState: wellFormed,
    name: wellFormed,
    kind: fc.integer({ min: 0, max: 7 }),
    startTimeUnixNano: nanoseconds,
    endTimeUnixNano: nanoseconds,
    attributes,
    droppedAttributesCount: count,
    events: fc.array(
      fc.record({ timeUnixNano: nanoseconds, name: wellFormed, attributes, droppedAttributesCount: count }),
      { maxLength: 3 },
    ),
    droppedEventsCount: count,
    links: fc.array(
      fc.record({
        traceId: id(16),
        spanId: id(8),
        traceState: wellFormed,
        attributes,
        droppedAttributesCount: count,
      }),
      { maxLength: 3 },
    ),
    droppedLinksCount: count,
    status: fc.record({ message: wellFormed, code: fc.integer({ min: 0, max: 3 }) }),
    flags: count,
  },
  { requiredKeys: ['traceId', 'spanId', 'startTimeUnixNano'] },
)

/** Requests in the shape of OTLP/JSON, with ids and bytes as Uint8Array and 64-bit integers as strings. */
export const arbitraryRequest = fc.record({
  resourceSpans: fc.array(
    fc.record({
      resource: fc.record({ attributes }),
      scopeSpans: fc.array(
        fc.record({
          scope: fc.record({ name: wellFormed, version: wellFormed, attributes }),
          spans: fc.array(span, { maxLength: 4 }),
          schemaUrl: wellFormed,
        }),
        { maxLength: 2 },
      ),
      schemaUrl: wellFormed,
    }),
    { maxLength: 2 },
  ),
})

const IDS = new Set(['traceId', 'spanId', 'parentSpanId'])
const INT64 = new Set([
  'asInt',
  'count',
  'zeroCount',
  'bucketCounts',
  'intValue',
  'startTimeUnixNano',
  'endTimeUnixNano',
  'timeUnixNano',
  'observedTimeUnixNano',
])

/**
 * Writes a request as OTLP/JSON. `style` bit 0: 64-bit integers as bare numbers; bit 1: indented; bit 2: upper-case
 * ids; bit 3: fields in reverse order.
 */
export function toOtlpJson(request: object, style: number): Buffer {
  const write = (value: unknown, key: string): string => {
    if (value instanceof Uint8Array) {
      const hex = Buffer.from(value).toString('hex')
      if (!IDS.has(key)) return JSON.stringify(Buffer.from(value).toString('base64'))
      return JSON.stringify(style & 4 ? hex.toUpperCase() : hex)
    }
    if (typeof value === 'string' && INT64.has(key) && style & 1) return value
    if (typeof value === 'number' && !Number.isFinite(value)) return JSON.stringify(String(value))
    if (Array.isArray(value))
      return `[${value.map((element) => write(element, key)).join(style & 2 ? ' ,\n ' : ',')}]`
    if (typeof value !== 'object' || value === null) return JSON.stringify(value)
    const fields = Object.entries(value).map(
      ([name, field]) => `${JSON.stringify(name)}${style & 2 ? ' : ' : ':'}${write(field, name)}`,
    )
    if (style & 8) fields.reverse()
    return style & 2 ? `{ ${fields.join(' ,\n\t')} }` : `{${fields.join(',')}}`
  }
  return Buffer.from(write(request, ''))
}
