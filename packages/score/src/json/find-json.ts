import type { JsonValue } from '@assay/contract/message'

/** A JSON value in a text, from `start` to `end` (UTF-16 units, exclusive). */
export interface FoundJson {
  value: JsonValue
  start: number
  end: number
}

/**
 * The text as JSON, white space around it left out; or else the first object or array in it that is JSON, as in
 * a Markdown fence or between prose. null where there is none. Time linear in the text: at most 50 openings are tried.
 */
export function findJson(text: string): FoundJson | null {
  const start = text.length - text.trimStart().length
  const end = text.trimEnd().length
  const whole = parseJson(text)
  if (whole !== undefined) return { value: whole, start, end }
  return findWithin(text)
}

/** The value of a text that is JSON; undefined where it is not. */
export function parseJson(text: string): JsonValue | undefined {
  // Most answers are prose: a thrown error costs more than the rest of an evaluation.
  if (!mayBeJson(text)) return undefined
  try {
    return JSON.parse(text) as JsonValue
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** What JSON ends with, by what it begins with; numbers apart. */
const LAST: Readonly<Record<string, string>> = { '{': '}', '[': ']', '"': '"', t: 'e', f: 'e', n: 'l' }

function mayBeJson(text: string): boolean {
  const trimmed = text.trim()
  const first = trimmed.charAt(0)
  const last = trimmed.charAt(trimmed.length - 1)
  return LAST[first] === last || (/[-\d]/.test(first) && /\d/.test(last))
}

/** Attempts to parse what looks balanced and is not JSON: prose has many brackets. */
const MOST_ATTEMPTS = 50

function findWithin(text: string): FoundJson | null {
  let attempts = 0
  for (let at = nextOpening(text, 0); at >= 0;) {
    const end = endOfBalanced(text, at)
    const value = end === null ? undefined : parseJson(text.slice(at, end))
    if (end !== null && value !== undefined) return { value, start: at, end }
    if (++attempts >= MOST_ATTEMPTS || (end === null && isCutOff(text, at))) return null
    // What is inside of something balanced that is not JSON is not what was asked for.
    at = nextOpening(text, end ?? at + 1)
  }
  return null
}

/** True where JSON begins and its end is missing; a bracket of prose begins nothing. */
const isCutOff = (text: string, at: number) => /^[[{]\s*["'[{\d]/.test(text.slice(at, at + 100))

function nextOpening(text: string, from: number): number {
  const brace = text.indexOf('{', from)
  const bracket = text.indexOf('[', from)
  return brace < 0 || (bracket >= 0 && bracket < brace) ? bracket : brace
}

/** The place after the bracket that closes the one at `start`, brackets in strings apart; null where none does. */
function endOfBalanced(text: string, start: number): number | null {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const character = text[at]!
    if (character === '"') {
      at = endOfString(text, at)
    } else if (character === '{' || character === '[') depth++
    else if ((character === '}' || character === ']') && --depth === 0) return at + 1
  }
  return null
}

/** The place of the quote that closes the one at `start`, or of the line's end where none does. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"' || text[at] === '\n') return at
  }
  return text.length
}
