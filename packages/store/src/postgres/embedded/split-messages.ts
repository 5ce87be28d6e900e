const STARTUP_HEADER_BYTES = 4
const HEADER_BYTES = 5

/** Code of a CancelRequest, https://www.postgresql.org/docs/current/protocol-message-formats.html */
const CANCEL_REQUEST = 80877102

export interface FrontendMessage {
  /** The letter of the message; '' for the start-up message, `cancel` for a CancelRequest. */
  type: string
  bytes: Uint8Array
}

/** Cuts the bytes of one Postgres client into whole messages. `push` returns those that are complete. */
export function createMessageSplitter(): { push(chunk: Buffer): FrontendMessage[] } {
  let rest: Buffer = Buffer.alloc(0)
  let isStarted = false

  function next(): FrontendMessage | null {
    if (!isStarted) {
      if (rest.length < 2 * STARTUP_HEADER_BYTES) return null
      const size = rest.readInt32BE(0)
      if (rest.length < size) return null
      const isCancel = rest.readInt32BE(4) === CANCEL_REQUEST
      isStarted = true
      return cut(isCancel ? 'cancel' : '', size)
    }
    if (rest.length < HEADER_BYTES) return null
    const size = 1 + rest.readInt32BE(1)
    return rest.length < size ? null : cut(String.fromCharCode(rest[0] ?? 0), size)
  }

  function cut(type: string, size: number): FrontendMessage {
    const bytes = new Uint8Array(rest.subarray(0, size))
    rest = rest.subarray(size)
    return { type, bytes }
  }

  return {
    push(chunk) {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      const messages: FrontendMessage[] = []
      for (let m = next(); m !== null; m = next()) messages.push(m)
      return messages
    },
  }
}
