import { lineStart } from './line-bounds.ts'
import type { PiiSpan } from './pii-span.ts'
import type { CasedWord } from './scan-runs.ts'
import { FREE_WORDS, PLACES, STATES } from './word-lists.ts'

const isNumber = (word: CasedWord | undefined) => word !== undefined && word.form.isShortNumber
const MOST_WORDS = 5
const MOST_WORDS_OF_TOWN = 7
const MAY_BOX = /box|postfach|BP|а\/я/i
/** Boxes, those of the United States' military post with their region. */
const BOX =
  /(?<![\p{L}\d])(?:(?:\d{1,6} )?(?:P\.? ?O\.? ?Box|Postbox|Postfach|BP|а\/я) \d{1,6}|(?:PSC|Unit|CMR) \d{1,5},? Box \d{1,5}(?:,?\s(?:APO|FPO|DPO),? A[AEP] \d{5})?)(?!\d)/giu

/** Streets with their numbers, and units within a house: `9816 Via Roma 12`, `Apt. 322`, `PO Box 12`. */
export function findAddresses(text: string, words: readonly CasedWord[]): PiiSpan[] {
  const spans: PiiSpan[] = []
  words.forEach((word, at) => {
    const next = words[at + 1]
    if (word.form.role === 'unit' && isNumber(next) && next!.start - word.end <= 3) {
      spans.push({ type: 'street_address', start: word.start, end: next!.end, confidence: 0.92 })
    } else if (word.form.isStreet) {
      const span = growStreet(text, words, at)
      if (span) spans.push(span)
    } else if (isNumber(word)) {
      const span = betweenNumbers(text, words, at)
      if (span) spans.push(span)
    }
  })
  for (const match of MAY_BOX.test(text) ? text.matchAll(BOX) : []) {
    spans.push({
      type: 'street_address',
      start: match.index,
      end: match.index + match[0].length,
      confidence: 0.9,
    })
  }
  return mergeNeighbours(text, spans).map((span) => withTown(text, words, span))
}

/** Takes the capitalised words and numbers around a word for street; none without a number. */
function growStreet(text: string, words: readonly CasedWord[], at: number): PiiSpan | null {
  let from = at
  while (
    from > 0 &&
    at - from < MOST_WORDS &&
    joins(text, words[from - 1]!, words[from]!) &&
    belongs(words[from - 1]!)
  )
    from -= 1
  let to = at
  while (
    to + 1 < words.length &&
    to - at < MOST_WORDS &&
    joins(text, words[to]!, words[to + 1]!) &&
    belongs(words[to + 1]!)
  ) {
    to += 1
    if (isNumber(words[to]) && to > at) break
  }
  if (!isNumber(words[from]) && !isNumber(words[to])) return null
  return { type: 'street_address', start: words[from]!.start, end: words[to]!.end, confidence: 0.92 }
}

const belongs = (word: CasedWord) =>
  word.form.isCapital ||
  isNumber(word) ||
  /^(?:de|des|du|della|delle|dei|di|da|dos|la|le|van|der|den|of|ul|u)$/.test(word.form.lower)

const joins = (text: string, before: CasedWord, after: CasedWord) =>
  /^(?:[ ,-]|\. |, )$/.test(text.slice(before.end, after.start))

/** Parts of one address that stand side by side are one. */
function mergeNeighbours(text: string, spans: readonly PiiSpan[]): PiiSpan[] {
  const merged: PiiSpan[] = []
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const previous = merged.at(-1)
    if (
      previous &&
      (span.start <= previous.end || /^[,. ]{0,3}\n? ?$/.test(text.slice(previous.end, span.start)))
    ) {
      previous.end = Math.max(previous.end, span.end)
      previous.confidence = Math.max(previous.confidence, span.confidence)
    } else merged.push({ ...span })
  }
  return merged
}

/** Capitalised words between two numbers: `353 Buerlia 227`. */
function betweenNumbers(text: string, words: readonly CasedWord[], at: number): PiiSpan | null {
  let to = at
  while (
    to + 1 < words.length &&
    to - at < MOST_WORDS &&
    text.slice(words[to]!.end, words[to + 1]!.start) === ' ' &&
    belongs(words[to + 1]!)
  ) {
    to += 1
    if (isNumber(words[to])) break
  }
  const within = words.slice(at + 1, to)
  if (
    within.length === 0 ||
    !isNumber(words[to]) ||
    within.some((word) => isNumber(word) || FREE_WORDS.has(word.form.lower))
  )
    return null
  return { type: 'street_address', start: words[at]!.start, end: words[to]!.end, confidence: 0.75 }
}

/** Town, country and postal code that follow an address within a sentence; in a block each line stands for itself. */
function withTown(text: string, words: readonly CasedWord[], span: PiiSpan): PiiSpan {
  const line = text.slice(lineStart(text, span.start), span.start)
  if (!/\p{Ll}{2}/u.test(line)) return span
  let end = span.end
  let last = span.end
  const first = firstWordFrom(words, span.end)
  for (const word of words.slice(first, first + MOST_WORDS_OF_TOWN)) {
    if (!/^(?:[ ,]{1,2}|,? ?\n ?,? ?|\. ?\n? ?)$/.test(text.slice(last, word.start))) break
    if (!isNumber(word) && !(word.form.isCapital && !FREE_WORDS.has(word.form.lower))) break
    last = word.end
    if (isNumber(word) || STATES.has(word.form.written) || PLACES.has(word.form.lower)) end = word.end
  }
  return { ...span, end, confidence: end > span.end ? 0.95 : span.confidence }
}

/** Index of the first word that begins at `start` or later. */
function firstWordFrom(words: readonly CasedWord[], start: number): number {
  let [low, high] = [0, words.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (words[middle]!.start < start) low = middle + 1
    else high = middle
  }
  return low
}
