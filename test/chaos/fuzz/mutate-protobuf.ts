import type { Field } from '../otlp-protobuf.ts'
import type { Random } from '../random.ts'

const LENGTHS = [0n, 1n, 127n, 0x7fff_ffffn, 0xffff_ffffn, 0x7fff_ffff_ffff_ffffn, 0xffff_ffff_ffff_ffffn]
const VARINTS = [0n, 1n, 0x7fff_ffffn, 0xffff_ffffn, 1n << 63n, (1n << 64n) - 1n]
/** Cut characters, overlong forms, surrogates, bytes that UTF-8 never has. */
const BAD_TEXTS = ['ff', 'c080', 'eda080', 'f4908080', 'e2', '00', 'efbbbf', 'f09f99'].map((hex) =>
  Buffer.from(hex, 'hex'),
)

/** Changes a message in some places: lengths that lie, other wire types, doubled and foreign fields, deep nesting, bad UTF-8. */
export function mutateFields(fields: Field[], random: Random): void {
  for (let times = random.int(0, 2); times > 0; times--) mutateOnce(fields, random)
}

function mutateOnce(message: Field[], random: Random): void {
  const fields = walk(message, random)
  if (fields.length === 0) return
  const index = random.int(0, fields.length - 1)
  const field = fields[index]!
  switch (random.int(0, 8)) {
    case 0:
      field.toldLength = random.pick(LENGTHS)
      return
    case 1:
      fields[index] = { field: field.field, wire: 0, value: random.pick(VARINTS) }
      return
    case 2:
      fields[index] = { field: field.field, wire: 1, value: Buffer.alloc(8, random.int(0, 255)) }
      return
    case 3:
      fields.push(...structuredCloneOf(fields.slice(0, 20)))
      return
    case 4:
      field.field = random.pick([1, 2, 3, 9, 11, 15, 16, 19_000, 536_870_911])
      return
    case 5:
      fields[index] = { field: field.field, wire: 2, value: deep(random) }
      return
    case 6:
      if (Buffer.isBuffer(field.value)) field.value = Buffer.concat([field.value, random.pick(BAD_TEXTS)])
      return
    case 7:
      if (Buffer.isBuffer(field.value))
        field.value = field.value.subarray(0, random.int(0, field.value.length))
      return
    default:
      fields.splice(index, 1)
  }
}

function walk(message: Field[], random: Random): Field[] {
  let found = message
  while (!random.chance(0.08)) {
    const inner = found.length === 0 ? undefined : random.pick(found).value
    if (!Array.isArray(inner) || inner.length === 0) return found
    found = inner
  }
  return found
}

function structuredCloneOf(fields: readonly Field[]): Field[] {
  return fields.map((field) => ({
    ...field,
    value: Array.isArray(field.value) ? structuredCloneOf(field.value) : field.value,
  }))
}

/** An AnyValue of arrays in arrays, or kvlists in kvlists. */
function deep(random: Random): Field[] {
  let value: Field[] = [{ field: 1, wire: 2, value: Buffer.from('core') }]
  const levels = random.pick([10, 63, 64, 65, 130, 600])
  for (let i = 0; i < levels; i++) {
    value = random.chance(0.5)
      ? [{ field: 5, wire: 2, value: [{ field: 1, wire: 2, value }] }]
      : [{ field: 6, wire: 2, value: [{ field: 1, wire: 2, value: [{ field: 2, wire: 2, value }] }] }]
  }
  return value
}

/** Changes the bytes of a request, whatever they mean: cut, flipped, doubled, put in. */
export function mutateBytes(body: Buffer, random: Random): Buffer {
  if (body.length === 0 || random.chance(0.8)) return body
  const at = random.int(0, body.length - 1)
  switch (random.int(0, 3)) {
    case 0:
      return body.subarray(0, at)
    case 1: {
      const flipped = Buffer.from(body)
      for (let times = random.int(1, 6); times > 0; times--) {
        flipped[random.int(0, body.length - 1)]! ^= 1 << random.int(0, 7)
      }
      return flipped
    }
    case 2:
      return Buffer.concat([body.subarray(0, at), random.pick(BAD_TEXTS), body.subarray(at)])
    default:
      return Buffer.concat([body, body.subarray(at)])
  }
}
