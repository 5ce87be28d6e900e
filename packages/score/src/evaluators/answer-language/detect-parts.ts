import { eld } from 'eld/extrasmall'
import { detectLanguage } from '../../languages/detect-language.ts'

/** A stretch of a text and its language, ISO 639-1; UTF-16 units, end exclusive. */
export interface LanguagePart {
  language: string
  start: number
  end: number
}

/** A longer stretch says no more, and costs 0.1 µs a character. */
const STRETCH = 300
const MIN_LETTERS = 20

/**
 * The languages of a text's beginning and end, as answers that change their language do so once. Code in fences
 * and stretches that do not tell are left out.
 */
export function detectParts(text: string): LanguagePart[] {
  const prose = proseRanges(text)
  const first = prose[0]
  const last = prose.at(-1)
  if (first === undefined || last === undefined) return []
  const beginning = { start: first.start, end: Math.min(first.end, first.start + STRETCH) }
  const ending = { start: Math.max(last.start, last.end - STRETCH), end: last.end }
  const ranges =
    ending.start >= beginning.end
      ? [beginning, ending]
      : [{ start: beginning.start, end: Math.min(last.end, beginning.start + 2 * STRETCH) }]
  return ranges.flatMap(({ start, end }) => {
    const language = detect(text.slice(start, end))
    return language === null ? [] : [{ language, start, end }]
  })
}

function detect(text: string): string | null {
  // The commonest words of our languages cost a tenth of counting n-grams.
  const ours = detectLanguage(text)
  if (ours !== null && ours !== 'unclear') return ours
  let letters = 0
  for (const [letter] of text.matchAll(/\p{L}/gu)) letters += letter.charCodeAt(0) > 0x2e80 ? 3 : 1
  if (letters < MIN_LETTERS) return null
  const result = eld.detect(text)
  return result.language !== '' && result.isReliable() ? result.language : null
}

/** What stands outside of Markdown's fences. */
function proseRanges(text: string): { start: number; end: number }[] {
  const ranges: { start: number; end: number }[] = []
  for (let at = 0; at < text.length;) {
    const open = text.indexOf('```', at)
    const end = open < 0 ? text.length : open
    if (text.slice(at, end).trim() !== '') ranges.push({ start: at, end })
    const close = open < 0 ? -1 : text.indexOf('```', open + 3)
    if (close < 0) break
    at = close + 3
  }
  return ranges
}
