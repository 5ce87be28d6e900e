export interface ServerEvent {
  readonly id: string | null
  readonly event: string
  readonly data: string
}

/**
 * Splits what has been received into whole events and the rest that is not complete yet.
 * Comments and `retry` are passed over; an id without data counts, for it moves on where a broken connection resumes. See https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function readEvents(text: string): { events: ServerEvent[]; rest: string } {
  const blocks = text.split(/\r?\n\r?\n/)
  const rest = blocks.pop() ?? ''
  const events: ServerEvent[] = []
  for (const block of blocks) {
    let id: string | null = null
    let event = 'message'
    const data: string[] = []
    for (const line of block.split(/\r?\n/)) {
      const colon = line.indexOf(':')
      const field = colon < 0 ? line : line.slice(0, colon)
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
      if (field === 'id') id = value
      else if (field === 'event') event = value
      else if (field === 'data') data.push(value)
    }
    if (data.length > 0 || id !== null) events.push({ id, event, data: data.join('\n') })
  }
  return { events, rest }
}
