import { findPhrases } from './find-phrases.ts'
import type { Signal } from './signal.ts'

/** Tells most texts apart at a fraction of the cost of the exact forms: each has one of these. */
const MAY_HIDE = /[\u200b-\u200d\u202d\u202e\u2060\u2066-\u2069\ufeff\udb40]/
const TAGS = /(?:\udb40[\udc20-\udc7f]){3,}/g
const FLAG = '\u{1F3F4}'
const BIDI = /[\u202d\u202e\u2066-\u2069]/
const ZERO_WIDTH_RUN = /(?:\u200b|\u200c|\u200d|\u2060|\ufeff){4,}/
const ZERO_WIDTH = /[\u200b\u2060\ufeff]/g
const BETWEEN_LATIN = /[A-Za-z](?:\u200b|\u200c|\u200d|\u2060|\ufeff)[A-Za-z]/

/** Text that people cannot see: Unicode tags, long runs of zero-width characters, zero-width characters within words, order turned round. */
export function findHidden(text: string): Signal[] {
  if (!MAY_HIDE.test(text)) return []
  const signals: Signal[] = []
  for (const { index, 0: written } of text.matchAll(TAGS)) {
    if (text.slice(Math.max(0, index - 2), index) === FLAG) continue
    const decoded = Array.from(written, (tag) =>
      String.fromCharCode((tag.codePointAt(0) ?? 0) - 0xe0000),
    ).join('')
    const place = { start: index, end: index + written.length, decoded }
    signals.push(
      { kind: 'hidden_text', ...place },
      ...findPhrases(decoded).map(({ kind }) => ({ kind, ...place })),
    )
  }
  const run = ZERO_WIDTH_RUN.exec(text)
  if (run)
    signals.push({ kind: 'hidden_text', start: run.index, end: run.index + run[0].length, decoded: null })
  const between = BETWEEN_LATIN.exec(text)
  if (between) {
    const decoded = text.replace(ZERO_WIDTH, '')
    const place = { start: between.index, end: between.index + between[0].length, decoded }
    signals.push(...findPhrases(decoded).map(({ kind }) => ({ kind, ...place })))
  }
  const turned = BIDI.exec(text)
  if (turned && /[A-Za-z]/.test(text) && !/[\u0590-\u08ff]/.test(text)) {
    signals.push({ kind: 'hidden_text', start: turned.index, end: turned.index + 1, decoded: null })
  }
  return signals
}
