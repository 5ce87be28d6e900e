/** A field of a protobuf message; groups and packed fields do not occur in OTLP. */
export interface Field {
  field: number
  /** 0 varint, 1 eight bytes, 2 length-delimited, 5 four bytes. */
  wire: 0 | 1 | 2 | 5
  value: bigint | Buffer | Field[]
  /** A length that is told in place of the true one. */
  toldLength?: bigint
}

type Kind = 'string' | 'hex' | 'base64' | 'uint' | 'fixed64' | 'fixed32' | 'double' | Message
type Message = { readonly [name: string]: readonly [field: number, kind: () => Kind] }

// Field numbers of opentelemetry-proto v1 (trace/v1/trace.proto, common/v1/common.proto, resource/v1/resource.proto).
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
const REQUEST: Message = { resourceSpans: [1, () => RESOURCE_SPANS] }

/** The fields of an export request in the shape of OTLP/JSON; names that OTLP does not know are left out. */
export function requestFields(request: object): Field[] {
  return fieldsOf(request, REQUEST)
}

function fieldsOf(object: object, message: Message): Field[] {
  return Object.entries(object).flatMap(([name, value]: [string, unknown]) => {
    const known = message[name]
    if (known === undefined) return []
    const [field, kind] = known
    return (Array.isArray(value) ? value : [value]).map((item) => fieldOf(field, kind(), item))
  })
}

function fieldOf(field: number, kind: Kind, value: unknown): Field {
  if (typeof kind === 'object') return { field, wire: 2, value: fieldsOf(Object(value) as object, kind) }
  if (kind === 'uint') return { field, wire: 0, value: BigInt.asUintN(64, BigInt(value as string | number)) }
  const fixed = Buffer.alloc(kind === 'fixed32' ? 4 : 8)
  if (kind === 'fixed64') fixed.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value as string)))
  if (kind === 'fixed32') fixed.writeUInt32LE(Number(value) >>> 0)
  if (kind === 'double') fixed.writeDoubleLE(Number(value))
  if (kind === 'fixed32') return { field, wire: 5, value: fixed }
  if (kind === 'fixed64' || kind === 'double') return { field, wire: 1, value: fixed }
  return { field, wire: 2, value: Buffer.from(String(value), kind === 'string' ? 'utf8' : kind) }
}

/** The bytes of a message. */
export function encodeFields(fields: readonly Field[]): Buffer {
  return Buffer.concat(fields.map(encodeField))
}

function encodeField({ field, wire, value, toldLength }: Field): Buffer {
  const tag = varint(BigInt(field * 8 + wire))
  if (typeof value === 'bigint') return Buffer.concat([tag, varint(value)])
  const bytes = Buffer.isBuffer(value) ? value : encodeFields(value)
  if (wire !== 2) return Buffer.concat([tag, bytes])
  return Buffer.concat([tag, varint(toldLength ?? BigInt(bytes.length)), bytes])
}

function varint(value: bigint): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
  return Buffer.from([...bytes, Number(rest)])
}
