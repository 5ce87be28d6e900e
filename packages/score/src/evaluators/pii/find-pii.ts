import { findAddresses } from './find-addresses.ts'
import { findCoded } from './find-coded.ts'
import { findNames } from './find-names.ts'
import { findNumbers } from './find-numbers.ts'
import type { PiiSpan } from './pii-span.ts'
import { scanCasedWords } from './scan-runs.ts'

/** Personal data in a text, in its order; where two finds overlap, the surer one stands, and of equals the longer. */
export function findPii(text: string): PiiSpan[] {
  const words = scanCasedWords(text)
  const hasNumbers = /\d/.test(text)
  const spans = withoutOverlap([
    ...findCoded(text),
    ...(hasNumbers ? findNumbers(text) : []),
    ...(hasNumbers ? findAddresses(text, words) : []),
    ...findNames(text, words),
  ])
  return hasNumbers ? withPostalCodes(text, spans) : spans
}

function withoutOverlap(spans: readonly PiiSpan[]): PiiSpan[] {
  const ranked = [...spans].sort(
    (a, b) => b.confidence - a.confidence || b.end - b.start - (a.end - a.start) || a.start - b.start,
  )
  const taken = new Uint8Array(spans.reduce((most, { end }) => Math.max(most, end), 0))
  const kept = ranked.filter(({ start, end }) => {
    for (let at = start; at < end; at += 1) if (taken[at] === 1) return false
    taken.fill(1, start, end)
    return true
  })
  return kept.sort((a, b) => a.start - b.start)
}

const POSTAL_CODE =
  /^[ ,]{1,2}(?:[A-Z]{1,2}-)?(\d{4,6}(?:-\d{3,4})?|\d{3} \d{2}|\d{4} [A-Z]{2})(?![\d.,]\d|[\p{L}\d])/u
const ADDRESS_REACH = 60

/** A number of postal form after a place is a postal code, or part of the address that ends shortly before. */
function withPostalCodes(text: string, spans: readonly PiiSpan[]): PiiSpan[] {
  let address: PiiSpan | undefined
  return spans.flatMap((span, at) => {
    if (span.type === 'street_address') address = span
    if (span.type !== 'gpe') return [span]
    const match = POSTAL_CODE.exec(text.slice(span.end, span.end + 20))
    if (!match?.[1]) return [span]
    const end = span.end + match[0].length
    const start = end - match[1].length
    if (spans[at + 1] && spans[at + 1]!.start < end) return [span]
    const isPart = address !== undefined && span.start - address.end <= ADDRESS_REACH
    return [span, { type: isPart ? 'street_address' : 'zip_code', start, end, confidence: 0.7 }]
  })
}
