import type { RawSpan } from '@assay/contract/raw-span'
import { AttributeReader } from './attribute-reader.ts'
import { isObject, structured, type JsonObject } from './parse-json.ts'

/** What coding agents write in place of a text that they were not allowed to send. */
const REDACTED = new Set(['<REDACTED>', '[REDACTED]'])

/** A text that was let out: not empty, and not a mark that it was left out. */
export function sentText(reader: AttributeReader, key: string): string | null {
  const text = reader.text(key)
  return text === null || REDACTED.has(text) ? null : text
}

/** The events of some names as readers, earliest first: of the span itself, or of log records that were joined to it. */
export function readersOf(raw: RawSpan, ...names: string[]): AttributeReader[] {
  if (raw.events.length === 0) return []
  return raw.events
    .filter((event) => names.includes(event.name))
    .sort((a, b) => Number(a.timeUnixNano - b.timeUnixNano))
    .map((event) => new AttributeReader(event.attributes))
}

/** The first value that a question to each of the readers finds. */
export function firstOf<T>(
  readers: readonly AttributeReader[],
  ask: (reader: AttributeReader) => T | null,
): T | null {
  for (const reader of readers) {
    const found = ask(reader)
    if (found !== null) return found
  }
  return null
}

/** True where an attribute says no, as a boolean or in words. */
export function saysFalse(reader: AttributeReader, key: string): boolean {
  const value = reader.raw(key)
  return value === false || value === 'false'
}

/** The object that an attribute holds, as it came or as JSON text; null for all else. */
export function objectIn(reader: AttributeReader, key: string): JsonObject | null {
  const value = structured(reader.raw(key))
  return isObject(value) ? value : null
}
