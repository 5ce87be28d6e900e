import { scanWords, type ScannedWords } from '../../phrases/scan-words.ts'
import { addWord, newWordTable, valueAt, type WordTable } from '../../phrases/word-table.ts'
import { findPhrases } from './find-phrases.ts'
import type { Signal } from './signal.ts'

// Quantifiers are of one class each and bounded below only, so runs are read once.
const BASE64 = /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{24,}={0,2}/g
const HEX = /(?<![\dA-Za-z])(?:0x)?(?:[\da-f]{2}){12,}(?![\dA-Za-z])/gi
const BINARY = /(?<![\d])[01]{8}(?:[ ,]?[01]{8}){4,}(?![\d])/g
const MORSE = /(?<![\w.-])[.-]{1,6}(?: \/? ?[.-]{1,6}){7,}(?![\w])/g
const MOST_DECODED = 4_000
const MOST_BLOBS = 50
const READABLE_SHARE = 0.9

/** Words of injections, and how a Caesar cipher of any shift writes them. */
const SHIFTED_WORDS = shiftWords([
  'ignore',
  'disregard',
  'previous',
  'instructions',
  'password',
  'system',
  'prompt',
  'state',
  'conclusion',
  'people',
  'should',
  'about',
  'there',
  'would',
  'which',
])
const LEAST_SHIFTED = 2
const LEAST_BLOB = 24

/** Texts within the text: base64, hexadecimal, binary and Morse code that read as words, and Caesar ciphers of instructions. */
export function findEncoded(text: string, scanned: ScannedWords = scanWords(text)): Signal[] {
  const hasBlob = hasLongRun(text, scanned)
  return [
    ...(hasBlob ? findBlobs(text, BASE64, decodeBase64) : []),
    ...(hasBlob ? findBlobs(text, HEX, decodeHex) : []),
    ...(/[01]{8}/.test(text) ? findBlobs(text, BINARY, decodeBinary) : []),
    ...(/[.-] [.-]/.test(text) ? [...text.matchAll(MORSE)] : []).map(({ index, 0: written }): Signal => ({
      kind: 'encoded',
      start: index,
      end: index + written.length,
      decoded: null,
    })),
    ...findShifted(scanned),
  ]
}

/** Whether words with nothing but `+` and `/` between are long enough for base64 or hexadecimal. */
function hasLongRun(text: string, { starts, ends }: ScannedWords): boolean {
  const hasSigns = text.includes('+') || text.includes('/')
  let start = 0
  for (let at = 0; at < starts.length; at += 1) {
    const isNear = hasSigns && at > 0 && starts[at] === ends[at - 1]! + 1
    if (!isNear || !'+/'.includes(text.charAt(ends[at - 1]!))) start = starts[at]!
    if (ends[at]! - start >= LEAST_BLOB) return true
  }
  return false
}

function findBlobs(text: string, form: RegExp, decode: (written: string) => string): Signal[] {
  const signals: Signal[] = []
  let seen = 0
  for (const { index, 0: written } of text.matchAll(form)) {
    seen += 1
    if (seen > MOST_BLOBS) break
    const decoded = decode(written.slice(0, MOST_DECODED))
    if (!isReadable(decoded)) continue
    signals.push({ kind: 'encoded', start: index, end: index + written.length, decoded })
    signals.push(
      ...findPhrases(decoded).map(({ kind }) => ({
        kind,
        start: index,
        end: index + written.length,
        decoded,
      })),
    )
  }
  return signals
}

function isReadable(decoded: string): boolean {
  if (decoded.length < 10) return false
  const plain = decoded.match(/[A-Za-z ,.'"!?:;/<>=\-\d]/g)?.length ?? 0
  const letters = decoded.match(/[A-Za-z ]/g)?.length ?? 0
  return plain >= READABLE_SHARE * decoded.length && letters >= 0.6 * decoded.length && decoded.includes(' ')
}

function decodeBase64(written: string): string {
  try {
    return atob(written.slice(0, written.length - (written.replace(/=+$/, '').length % 4 === 1 ? 1 : 0)))
  } catch {
    return ''
  }
}

const decodeHex = (written: string) => decodeBytes(written.replace(/^0x/i, '').match(/../g) ?? [], 16)

const decodeBinary = (written: string) => decodeBytes(written.match(/[01]{8}/g) ?? [], 2)

const decodeBytes = (bytes: readonly string[], base: number) =>
  bytes.map((byte) => String.fromCharCode(parseInt(byte, base))).join('')

function shiftWords(words: readonly string[]): WordTable<number> {
  const shifted = newWordTable<number>()
  for (let shift = 1; shift < 26; shift += 1) {
    for (const word of words) {
      const written = Array.from(word, (letter) =>
        String.fromCharCode(97 + ((letter.charCodeAt(0) - 97 + shift) % 26)),
      ).join('')
      addWord(shifted, written, shift)
    }
  }
  return shifted
}

function findShifted(scanned: ScannedWords): Signal[] {
  const { starts, ends } = scanned
  const counts = new Map<number, { count: number; start: number; end: number }>()
  for (let at = 0; at < starts.length; at += 1) {
    const shift = valueAt(SHIFTED_WORDS, scanned, at)
    if (shift === undefined) continue
    const known = counts.get(shift)
    counts.set(shift, { count: (known?.count ?? 0) + 1, start: known?.start ?? starts[at]!, end: ends[at]! })
  }
  return [...counts.values()]
    .filter(({ count }) => count >= LEAST_SHIFTED)
    .map(({ start, end }) => ({ kind: 'encoded', start, end, decoded: null }))
}
