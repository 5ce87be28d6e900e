import type { PiiSpan, PiiType } from './pii-span.ts'

/** A text without its personal data, and where each replacement stands in it. */
export interface Redaction {
  text: string
  replacements: {
    type: PiiType
    /** Place in the redacted text. */
    start: number
    end: number
    /** Place in the original. */
    originalStart: number
    originalEnd: number
  }[]
}

/**
 * Puts the type in brackets in place of each span: `Write to [EMAIL_ADDRESS]`. `spans` are as `findPii` gives them, in order and without
 * overlap. Only those of `types`, where it is given, and at least as sure as `confidence`.
 */
export function redactPii(
  text: string,
  spans: readonly PiiSpan[],
  { types, confidence = 0.5 }: { types?: ReadonlySet<PiiType>; confidence?: number } = {},
): Redaction {
  const parts: string[] = []
  const replacements: Redaction['replacements'] = []
  let read = 0
  let written = 0
  for (const span of spans) {
    if (span.confidence < confidence || (types && !types.has(span.type))) continue
    const kept = text.slice(read, span.start)
    const name = `[${span.type.toUpperCase()}]`
    const start = written + kept.length
    parts.push(kept, name)
    written = start + name.length
    replacements.push({
      type: span.type,
      start,
      end: written,
      originalStart: span.start,
      originalEnd: span.end,
    })
    read = span.end
  }
  parts.push(text.slice(read))
  return { text: parts.join(''), replacements }
}
