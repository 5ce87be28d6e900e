/** Shortest key that is looked for: shorter ones would blacken words. */
const SHORTEST_KEY = 6

/** A text without the key in it: as it is, as in an address, and in base64. */
export function redact(text: string, key: string | null): string {
  if (key === null || key.length < SHORTEST_KEY) return text
  const forms = [key, encodeURIComponent(key), Buffer.from(key).toString('base64')]
  return forms.reduce((redacted, form) => redacted.replaceAll(form, '[key]'), text)
}

/** What a provider says, for one line of an explanation: without the key, line breaks and control characters, at most 300 characters. */
export function quoteProvider(text: string, key: string | null): string {
  // The cut comes last: a key that it parts would not be found.
  const line = redact(text.slice(0, 20_000), key).replace(/[\s\p{Cc}]+/gu, ' ')
  return line.length > 300 ? `${line.slice(0, 300)}…` : line
}
