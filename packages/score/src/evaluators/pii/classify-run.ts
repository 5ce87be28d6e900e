import { lineEnd, lineStart } from './line-bounds.ts'
import type { PiiType } from './pii-span.ts'
import type { CapitalRun, CasedWord } from './scan-runs.ts'
import { hasLead, hasTrail } from './firm-words.ts'
import {
  FIRST_NAMES,
  ORGANISATION_SUFFIXES,
  ORGANISATIONS,
  PEOPLES,
  PLACE_LEADS,
  PLACE_PREPOSITIONS,
  PLACES,
} from './word-lists.ts'

/** What a run of capitalised words names, and how sure that is. */
export interface RunClass {
  type: PiiType
  confidence: number
}

const PERSON_BEFORE =
  /(?:(?:name(?:'s| is|d)?|call(?:s|ed)?(?: me)?|i'm|i am|this is|dear|hi|hello|user|by|add|meet|tribute to|author|starring|m'appelle|s'appelle|nommée?|зовут|имя|уважаем\p{L}+|user|name)[:,]? ?|(?:said|says|asked|replied|to|and|with|for) )$/iu
/** The longest of these in Latin letters; in others some have no end. */
const LONGEST_BEFORE = 12
const PERSON_AFTER =
  /^(?:['’]s |,? (?:said|says|asked|replied|shouted|wrote|lives|works|is|was|has|had|will|told|thinks|born|dit|habite|est|сказал\p{L}*|живёт|живет|работает|пишет)(?![\p{L}])|:["«])/u
const BEYOND_ASCII = /[\u0080-\uffff]/
const PREPOSITION_REACH = 4
/** Below what is reported by default. */
const UNSURE = 0.3

/** Weighs the words of a run and the words around it. */
export function classifyRun(text: string, words: readonly CasedWord[], run: CapitalRun): RunClass | null {
  const parts = words.slice(run.from, run.to + 1)
  const first = parts[0]!
  const last = parts.at(-1)!
  const whole = text.slice(first.start, last.end)
  const lower = whole.toLowerCase()
  const before = text.slice(Math.max(0, first.start - 40), first.start)
  const after = text.slice(last.end, last.end + 30)
  if (
    PEOPLES.has(lower) ||
    (PEOPLES.has(first.form.lower) && parts.slice(1).every((part) => part.form.isCommon))
  ) {
    return { type: 'nrp', confidence: 0.75 }
  }
  const line = readLine(text, first, last)
  let type = 'person' as PiiType
  let score = personScore(parts, before, after, words[run.from - 1])
  const take = (other: PiiType, its: number) => {
    if (its > score) [type, score] = [other, its]
  }
  take('gpe', placeScore(words, run, lower, last) + (line === 'town' ? 2.4 : 0))
  const asFirm = line === 'firm' && isFirmLike(parts) ? 1.9 : 0
  take('organization', organisationScore(parts, whole, before, after) + asFirm)
  if (parts.length <= 3 && last.form.role === 'job') take('title', 3.5)
  if (score <= 0) return null
  // A capital at the beginning of a sentence says nothing.
  const isPlain = first.isFirst && parts.length === 1 && score < 1.6
  if (score < 1 || isPlain) return { type, confidence: UNSURE }
  if (type !== 'gpe' && score < 3 && isWorkOrHeading(text, first, last)) return { type, confidence: UNSURE }
  return { type, confidence: score >= 4 ? 0.9 : score >= 3 ? 0.8 : score >= 2 ? 0.65 : 0.5 }
}

function personScore(
  parts: readonly CasedWord[],
  before: string,
  after: string,
  previous: CasedWord | undefined,
): number {
  const first = parts[0]!
  const last = parts.at(-1)!
  if (parts.length > 5) return 0
  let score = 0.8
  if (
    previous &&
    previous.form.isNameTitle &&
    /^\P{L}{1,3}$/u.test(before.slice(before.length - (first.start - previous.end)))
  )
    score += 3
  if (first.form.isFirstName) score += 2.5
  if (last.form.isLastName) score += parts.length > 1 ? 1.5 : 1
  else if (last.form.hasNameEnding) score += 1
  if (parts.length === 2 || parts.length === 3) score += 0.7
  if (isBeforePerson(before)) score += 1.2
  if (PERSON_AFTER.test(after)) score += 0.8
  if (isShouted(first) && parts.length === 1) score -= 0.8
  if (parts.some((part) => part.form.written.length > 1 && part.form.isCommon)) score -= 1.5
  return score
}

const isBeforePerson = (before: string) =>
  PERSON_BEFORE.test(BEYOND_ASCII.test(before) ? before : before.slice(-LONGEST_BEFORE))

function placeScore(words: readonly CasedWord[], run: CapitalRun, lower: string, last: CasedWord): number {
  if (PLACES.has(lower)) return 5
  let score = 0
  const previous = words[run.from - 1]
  if (previous && PLACE_PREPOSITIONS.has(previous.form.lower)) {
    score += 1.2
    const reach = words.slice(Math.max(0, run.from - PREPOSITION_REACH), run.from)
    if (reach.some((word) => PLACE_LEADS.has(word.form.lower))) score += 2.5
  }
  if (last.form.hasPlaceEnding) score += 1
  if (isShouted(last) && last.form.written.length > 4) score += 1
  return score
}

function organisationScore(
  parts: readonly CasedWord[],
  whole: string,
  before: string,
  after: string,
): number {
  const last = parts.at(-1)!
  if (parts.some((part) => ORGANISATIONS.has(part.form.lower))) return 5
  if (parts.length > 1 && ORGANISATION_SUFFIXES.has(last.form.lower)) return 5
  let score = parts.length > 1 && parts.some((part) => part.form.isCommon) ? 0.9 : 0
  if (hasLead(before.toLowerCase())) score += 3.5
  if (hasTrail(after.trimStart().toLowerCase())) score += 3.5
  if (
    whole.includes('-') &&
    /^\p{Lu}\p{Ll}+-\p{Lu}\p{Ll}+$/u.test(whole) &&
    !whole.split('-').every((part) => FIRST_NAMES.has(part.toLowerCase()))
  )
    score += 1.6
  if (parts.some((part) => part.form.isCamel) && !/^(?:Mc|Mac|De|Di|La|Le)\p{Lu}/u.test(whole)) score += 1.5
  return score
}

const isShouted = (word: CasedWord) =>
  word.form.written.length > 1 && word.form.written === word.form.written.toUpperCase()

/**
 * What a name alone on its line is for in a block like a signature: a town below a line with numbers or above its country, else a firm.
 */
function readLine(text: string, first: CasedWord, last: CasedWord): 'town' | 'firm' | null {
  const start = lineStart(text, first.start)
  const next = lineEnd(text, last.end)
  if (start === 0 || next >= text.length || !/^[>?\s]*$/.test(text.slice(start, first.start))) return null
  if (!/^[.,\s]*$/.test(text.slice(last.end, next))) return null
  const above =
    text
      .slice(Math.max(0, start - 60), start - 1)
      .split('\n')
      .at(-1) ?? ''
  const below =
    text
      .slice(next + 1, next + 60)
      .match(/\p{L}+(?: \p{L}+)?/u)?.[0]
      .toLowerCase() ?? ''
  if (/\d/.test(above) || PLACES.has(below) || PLACES.has(below.split(' ')[0]!)) return 'town'
  return 'firm'
}

/** A title in quotation marks, or a line in which most words have capitals. */
function isWorkOrHeading(text: string, first: CasedWord, last: CasedWord): boolean {
  if (/["“«]/.test(text.charAt(first.start - 1)) && /["”»]/.test(text.charAt(last.end))) return true
  const start = lineStart(text, first.start)
  const next = lineEnd(text, last.end)
  const line = text.slice(Math.max(start, first.start - 100), Math.min(next, last.end + 100))
  if (/^\s{0,3}#/.test(line)) return true
  const [words, capitals] = BEYOND_ASCII.test(line) ? countByForm(line) : countAscii(line)
  return words >= 5 && capitals >= 0.7 * words
}

/** Words of a line, and those of them with a capital. */
function countByForm(line: string): [words: number, capitals: number] {
  const words = line.match(/\p{L}+/gu) ?? []
  return [words.length, words.filter((word) => /^\p{Lu}/u.test(word)).length]
}

/** The same of a line in ASCII, at a tenth of the cost. */
function countAscii(line: string): [words: number, capitals: number] {
  let words = 0
  let capitals = 0
  let isWithin = false
  for (let at = 0; at < line.length; at += 1) {
    const unit = line.charCodeAt(at)
    const isCapital = unit >= 0x41 && unit <= 0x5a
    const isWord = isCapital || (unit >= 0x61 && unit <= 0x7a)
    if (isWord && !isWithin) {
      words += 1
      if (isCapital) capitals += 1
    }
    isWithin = isWord
  }
  return [words, capitals]
}

/** One word that is no first name, or words of which one is a common word: `Civic Insight`. */
const isFirmLike = (parts: readonly CasedWord[]) =>
  !FIRST_NAMES.has(parts[0]!.form.lower) && (parts.length === 1 || parts.some((part) => part.form.isCommon))
