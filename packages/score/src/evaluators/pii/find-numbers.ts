import { isCardNumber, isSocialSecurityNumber } from './checksums.ts'
import type { PiiSpan, PiiType } from './pii-span.ts'

// A run of digits with what stands within numbers; one blank, one dash or one bracket at a time.
const RUN = /(?<![\p{L}\d_.#&/\\=-])(?:\+ ?)?\(?\d(?:[ \u00a0]?(?:[().\-/:] ?)?\d){1,30}(?![\d_]|[.,:]\d)/gu
const CONTEXT_BEFORE = 48
const CONTEXT_AFTER = 24

const PHONE_WORDS =
  /(?:phone|call|tel|telephone|mobile|cell|fax|number|contact|text|sms|whatsapp|messages?|dial|ring|hotline|answering|reach|téléphone|tél|portable|appel\p{L}*|numéro|joindre|тел|телефон\p{L}*|моб\p{L}*|номер\p{L}*|звон\p{L}*|факс)(?:[^\p{L}\d]|$)/iu
const PHONE_AFTER = /^[ ,(]{0,3}(?:office|fax|mobile|cell|home|work|ext|bureau|моб|раб)/i
const CARD_WORDS = /card|visa|mastercard|amex|carte|карт/i
const SSN_WORDS = /social security|ssn|\bss#/i
const LICENSE_WORDS = /driv\p{L}* licen[cs]e|licen[cs]e number|\bDL\b|permis de conduire|водительск/iu
const PASSPORT_WORDS = /passport|passeport|паспорт/i
const ZIP_WORDS = /(?:\bzip\b|postal|postcode|\bcp\b|код|индекс)[^\n]{0,12}$/i
const AGE_AFTER = /^[ -]?(?:years?|yrs?|y\/?o|ans|лет|год|года)(?:[ -]old)?\b|^-year/i
const AGE_BEFORE = /(?:aged?|turned|turning|âgée? de|возраст[е]?)[: ]{1,3}$/i
const DATE =
  /^(?:(?:19|20)\d{2}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|[12]\d|3[01])[-/.](?:(?:19|20)?\d{2}))(?: ?\d{1,2}:\d{2}(?::\d{2})?)?$/
const TIME = /^(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/

const YEAR_BEFORE =
  /(?:^|[\s(])(?:in|of|since|until|by|from|to|a|an|early|late|circa|year|en|depuis|de|в|с|до|года?) $/iu
const UNIT_AFTER =
  /^ ?(?:%|°|[kcm]?m\b|k?g\b|m?l\b|[kmgt]i?b\b|m?s\b|px\b|people|times|dollars|euros|items|units|words|tokens|characters|calories|steps|users|mots|personnes|рублей|человек|слов)/iu

/** Numbers of documents that begin with letters. */
const LETTERED = /(?<![\p{L}\d])[A-Z]{1,2}[ -]?\d{5,14}[A-Z]?(?![\p{L}\d])/gu

interface Judged {
  type: PiiType
  confidence: number
}

/** Personal data among the numbers of a text: cards, telephone, identity and postal numbers, dates. The words around decide where the form does not. */
export function findNumbers(text: string): PiiSpan[] {
  const spans: PiiSpan[] = []
  for (const match of text.matchAll(RUN)) {
    const written = match[0]
    const start = match.index
    const end = start + written.length
    const before = text.slice(Math.max(0, start - CONTEXT_BEFORE), start)
    const judged = judge(written, before, text.slice(end, end + CONTEXT_AFTER))
    if (judged) spans.push({ ...judged, start, end })
  }
  for (const match of text.matchAll(LETTERED)) {
    const before = text.slice(Math.max(0, match.index - CONTEXT_BEFORE), match.index)
    const type = LICENSE_WORDS.test(before)
      ? 'us_driver_license'
      : PASSPORT_WORDS.test(before)
        ? 'passport'
        : null
    if (type) spans.push({ type, start: match.index, end: match.index + match[0].length, confidence: 0.9 })
  }
  return spans
}

function judge(written: string, before: string, after: string): Judged | null {
  const digits = written.replace(/\D/g, '')
  if (DATE.test(written)) return { type: 'date_time', confidence: 0.9 }
  if (TIME.test(written)) return { type: 'date_time', confidence: 0.6 }
  if (written.includes(':')) return null
  if (digits.length >= 5 && LICENSE_WORDS.test(before)) return { type: 'us_driver_license', confidence: 0.85 }
  if (digits.length >= 6 && digits.length <= 10 && PASSPORT_WORDS.test(before))
    return { type: 'passport', confidence: 0.8 }
  if (!/[()./+]/.test(written)) {
    if (isCardNumber(digits)) {
      const isSure = digits.length >= 15 || CARD_WORDS.test(before)
      return { type: 'credit_card', confidence: isSure ? 0.97 : 0.7 }
    }
    if (digits.length >= 12 && digits.length <= 19 && CARD_WORDS.test(before))
      return { type: 'credit_card', confidence: 0.75 }
    if (
      isSocialSecurityNumber(digits) &&
      (/^\d{3}([- ])\d{2}\1\d{4}$/.test(written) || SSN_WORDS.test(before))
    ) {
      return { type: 'us_ssn', confidence: SSN_WORDS.test(before) ? 0.97 : 0.8 }
    }
    if (digits.length >= 3 && digits.length <= 9 && ZIP_WORDS.test(before))
      return { type: 'zip_code', confidence: 0.9 }
    if (digits.length <= 3 && Number(digits) < 120 && (AGE_AFTER.test(after) || AGE_BEFORE.test(before))) {
      return { type: 'age', confidence: 0.85 }
    }
    if (/^(?:1[5-9]|20)\d{2}$/.test(written) && isYear(before, after))
      return { type: 'date_time', confidence: 0.6 }
  }
  return judgePhone(written, digits, before, after)
}

function isYear(before: string, after: string): boolean {
  return YEAR_BEFORE.test(before) && !UNIT_AFTER.test(after)
}

function judgePhone(written: string, digits: string, before: string, after: string): Judged | null {
  if (digits.length < 7 || digits.length > 15) return null
  if (/[$€£₽]\s?$/.test(before) || /^\s?(?:%|€|\$|₽|dollars|euros|руб)/.test(after)) return null
  const hasWords = PHONE_WORDS.test(before) || PHONE_AFTER.test(after)
  const groups = written.split(/\D+/).filter(Boolean)
  const isInternational = /^\+|^00\d/.test(written) && digits.length >= 8
  const isNorthAmerican = /^(?:\+?1[-. ])?\(?[2-9]\d{2}\)?[-. ]?[2-9]\d{2}[-. ]\d{4}$/.test(written)
  if (isInternational || isNorthAmerican) return { type: 'phone_number', confidence: hasWords ? 0.97 : 0.85 }
  if (hasWords && !/^\d+\.\d+$/.test(written)) return { type: 'phone_number', confidence: 0.8 }
  const isGrouped = groups.length >= 3 && groups.every((group) => group.length >= 2 && group.length <= 4)
  if (
    isGrouped &&
    digits.length >= 8 &&
    digits.length <= 12 &&
    !/[/]/.test(written) &&
    !/^ \p{Lu}/u.test(after)
  ) {
    return { type: 'phone_number', confidence: /^\(?0/.test(written) ? 0.75 : 0.6 }
  }
  return null
}
