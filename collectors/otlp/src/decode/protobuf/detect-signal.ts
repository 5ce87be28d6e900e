import type { IngestSignal } from '@assay/contract/ingest'
import { ProtobufCursor } from './cursor.ts'
import { fieldStops } from './read-origin.ts'

// Tags that only one kind of item has. All three stand at the same place of a request and share field numbers, but not wire types.
/** Time, severity, attributes, flags and observed time of a log record. */
const LOG_TAGS = [0x09, 0x10, 0x32, 0x45, 0x59]
/** Kind, start, end and flags of a span. */
const SPAN_TAGS = [0x30, 0x39, 0x41, 0x85]
/** Gauge, sum, histogram, exponential histogram and summary: the data of a metric. */
const DATA_TAGS = [0x2a, 0x3a, 0x4a, 0x52, 0x5a]
const NAME = 0x0a
const SPAN_ID = 0x12

/** Resources, scopes and items that are looked at; a body can hold millions that tell nothing. */
const MOST_LOOKS = 10_000

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** A name is text; sixteen random bytes are none, but for one in millions. */
function isName(bytes: Uint8Array): boolean {
  if (bytes.length === 0 || bytes.some((byte) => byte < 0x20)) return false
  try {
    utf8.decode(bytes)
    return true
  } catch {
    return false
  }
}

/**
 * Which signal a protobuf export request holds, by the fields of its first item; null where there is none or it could be any.
 *
 * @throws MalformedRequest or RangeError when the bytes are no request.
 */
export function detectSignal(body: Buffer): IngestSignal | null {
  const c = new ProtobufCursor(body)
  let found: IngestSignal | null = null
  let looks = 0
  for (const resourceStop of fieldStops(c, body.length, 0x0a)) {
    if (++looks > MOST_LOOKS) return found
    for (const scopeStop of fieldStops(c, resourceStop, 0x12)) {
      if (++looks > MOST_LOOKS) return found
      for (const itemStop of fieldStops(c, scopeStop, 0x12)) {
        if (++looks > MOST_LOOKS) return found
        found ??= signalOf(c, itemStop)
      }
    }
  }
  return found
}

function signalOf(c: ProtobufCursor, end: number): IngestSignal | null {
  const tags = new Set<number>()
  let name: Uint8Array = c.bytes.subarray(0, 0)
  let spanIdBytes = 0
  while (c.pos < end) {
    const tag = c.uint32()
    const start = c.pos
    c.skip(tag, end)
    tags.add(tag)
    // The length in front is one byte where it matters.
    if (tag === NAME) name = c.bytes.subarray(start + 1, c.pos)
    if (tag === SPAN_ID) spanIdBytes = c.pos - start - 1
  }
  const has = (some: readonly number[]): boolean => some.some((tag) => tags.has(tag))
  if (has(LOG_TAGS)) return 'logs'
  if (has(SPAN_TAGS) || (name.length === 16 && spanIdBytes === 8)) return 'traces'
  return isName(name) && has(DATA_TAGS) ? 'metrics' : null
}
