/** Values of an Array(FixedString) in RowBinary, in lower-case hex. */
export function hexesOf(bytes: Buffer, width: number): string[] {
  const { count, at } = lengthOf(bytes)
  return Array.from({ length: count }, (_, i) => bytes.toString('hex', at + i * width, at + (i + 1) * width))
}

/** Values of an Array(UInt32) in RowBinary. */
export function numbersOf(bytes: Buffer): number[] {
  const { count, at } = lengthOf(bytes)
  return Array.from({ length: count }, (_, i) => bytes.readUInt32LE(at + i * 4))
}

/** How many values there are, and where the first begins. */
function lengthOf(bytes: Buffer): { count: number; at: number } {
  let count = 0
  let at = 0
  for (let factor = 1; ; factor *= 128) {
    const byte = bytes.readUInt8(at++)
    count += (byte & 0x7f) * factor
    if (byte < 0x80) return { count, at }
  }
}
