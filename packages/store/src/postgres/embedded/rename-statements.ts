/**
 * Gives the named statements and portals of one client a prefix of its own, because all clients of the embedded database
 * share its session. Messages: Parse, Bind, Describe, Execute, Close
 * (https://www.postgresql.org/docs/current/protocol-message-formats.html). Unnamed ones stay unnamed.
 */
export function renameStatements(type: string, message: Uint8Array, prefix: string): Uint8Array {
  const rule = NAMES_AT[type]
  if (!rule) return message
  const source = Buffer.from(message.buffer, message.byteOffset, message.byteLength)
  const parts: Buffer[] = [source.subarray(0, 5)]
  let at = 5
  if (rule.skip > 0) {
    parts.push(source.subarray(at, at + rule.skip))
    at += rule.skip
  }
  let isRenamed = false
  for (let i = 0; i < rule.names; i++) {
    const end = source.indexOf(0, at)
    if (end < 0) return message
    if (end > at) {
      parts.push(Buffer.from(prefix))
      isRenamed = true
    }
    parts.push(source.subarray(at, end + 1))
    at = end + 1
  }
  if (!isRenamed) return message
  parts.push(source.subarray(at))
  const renamed = Buffer.concat(parts)
  renamed.writeInt32BE(renamed.length - 1, 1)
  return new Uint8Array(renamed)
}

/** Per message type: bytes before the names, and how many names follow. */
const NAMES_AT: Record<string, { skip: number; names: number }> = {
  P: { skip: 0, names: 1 },
  B: { skip: 0, names: 2 },
  D: { skip: 1, names: 1 },
  E: { skip: 0, names: 1 },
  C: { skip: 1, names: 1 },
}
