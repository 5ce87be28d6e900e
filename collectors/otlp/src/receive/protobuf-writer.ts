/** Encodes the two small messages that we answer with: varint and text fields, defaults left out. */
export function encodeMessage(
  fields: readonly (readonly [number: number, value: number | string | Buffer])[],
): Buffer {
  const parts: Buffer[] = []
  for (const [number, value] of fields) {
    if (typeof value === 'number') {
      if (value > 0) parts.push(varint(number << 3), varint(value))
      continue
    }
    const bytes = typeof value === 'string' ? Buffer.from(value) : value
    if (typeof value !== 'string' || bytes.length > 0)
      parts.push(varint((number << 3) | 2), varint(bytes.length), bytes)
  }
  return Buffer.concat(parts)
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80)
  bytes.push(rest)
  return Buffer.from(bytes)
}
