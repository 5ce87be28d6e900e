/** What came of a body: its text, or the reason why not. */
export type BodyOutcome = { kind: 'text'; text: string } | { kind: 'too_large' }

/**
 * Reads a body as UTF-8 up to `maxBytes`, and stops receiving at the first byte above. Bytes that are no UTF-8 become U+FFFD: the JSON
 * around them still says what it says. Rejects as the stream does.
 */
export async function readBounded(response: Response, maxBytes: number): Promise<BodyOutcome> {
  const announced = Number(response.headers.get('content-length') ?? 0)
  if (announced > maxBytes) {
    await response.body?.cancel()
    return { kind: 'too_large' }
  }
  if (response.body === null) return { kind: 'text', text: '' }
  const decoder = new TextDecoder()
  let [text, bytes] = ['', 0]
  // Leaving the loop early cancels the stream, and with it the connection.
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) return { kind: 'too_large' }
    text += decoder.decode(chunk, { stream: true })
  }
  return { kind: 'text', text: text + decoder.decode() }
}
