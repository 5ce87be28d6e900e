import { REQUEST, type Kind, type Message } from './otlp-messages.ts'

/** A field of a protobuf message; groups do not occur in OTLP. */
export interface Field {
  field: number
  /** 0 varint, 1 eight bytes, 2 length-delimited, 5 four bytes. */
  wire: 0 | 1 | 2 | 5
  value: bigint | Buffer | Field[]
  /** A length that is told in place of the true one. */
  toldLength?: bigint
}

/** The fields of an export request in the shape of OTLP/JSON; names that OTLP does not know are left out. */
export function requestFields(request: object): Field[] {
  return fieldsOf(request, REQUEST)
}

function fieldsOf(object: object, message: Message): Field[] {
  return Object.entries(object).flatMap(([name, value]: [string, unknown]) => {
    const known = Object.hasOwn(message, name) ? message[name] : undefined
    if (known === undefined) return []
    const [field, kindOf] = known
    const kind = kindOf()
    if (kind === 'packed') return [{ field, wire: 2, value: packed(value) }]
    return (Array.isArray(value) ? value : [value]).map((item) => fieldOf(field, kind, item))
  })
}

function fieldOf(field: number, kind: Exclude<Kind, 'packed'>, value: unknown): Field {
  if (typeof kind === 'object') return { field, wire: 2, value: fieldsOf(Object(value) as object, kind) }
  if (kind === 'uint') return { field, wire: 0, value: BigInt.asUintN(64, BigInt(value as string | number)) }
  if (kind === 'sint') return { field, wire: 0, value: zigzag(Number(value)) }
  const fixed = Buffer.alloc(kind === 'fixed32' ? 4 : 8)
  if (kind === 'fixed64') fixed.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value as string)))
  if (kind === 'fixed32') fixed.writeUInt32LE(Number(value) >>> 0)
  if (kind === 'double') fixed.writeDoubleLE(Number(value))
  if (kind === 'fixed32') return { field, wire: 5, value: fixed }
  if (kind === 'fixed64' || kind === 'double') return { field, wire: 1, value: fixed }
  return { field, wire: 2, value: Buffer.from(String(value), kind === 'string' ? 'utf8' : kind) }
}

/** Numbers one after the other: doubles of JSON numbers, 64-bit integers of texts. */
function packed(value: unknown): Buffer {
  const items = Array.isArray(value) ? (value as unknown[]) : [value]
  return Buffer.concat(
    items.map((item) => {
      const bytes = Buffer.alloc(8)
      if (typeof item === 'number') bytes.writeDoubleLE(item)
      else bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(item as string)))
      return bytes
    }),
  )
}

const zigzag = (value: number): bigint => BigInt.asUintN(64, BigInt((value << 1) ^ (value >> 31)))

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
