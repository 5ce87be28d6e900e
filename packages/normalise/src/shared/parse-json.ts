import type { AnyValue } from '@assay/contract/any-value'
import type { JsonValue } from '@assay/contract/message'
import { toJson } from '../rows/json-attributes.ts'

/** Longer texts stay texts: parsing them would hold up every other span of the request. */
const LONGEST = 8 * 1024 * 1024
/** Deeper JSON stays text: nobody reads it, and walking it could exhaust the stack. */
const DEEPEST = 64

export type JsonObject = { [key: string]: JsonValue }

/** True for a JSON object, false for lists and scalars. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isDeeper(value: JsonValue, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) if (isDeeper(value[i]!, levels - 1)) return true
    return false
  }
  for (const key in value) if (isDeeper(value[key]!, levels - 1)) return true
  return false
}

function keepDigits(_key: string, value: JsonValue, context?: { source?: string }): JsonValue {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  const source = context?.source
  return source !== undefined && /^-?\d+$/.test(source) ? source : value
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39

/** True when a text holds 16 digits in a row, as only integers beyond 2^53 need; looks at every 16th character. */
function hasLongNumber(text: string): boolean {
  for (let i = 15; i < text.length; i += 16) {
    if (!isDigit(text.charCodeAt(i))) continue
    let from = i
    while (from > 0 && isDigit(text.charCodeAt(from - 1))) from--
    let to = i + 1
    while (to < text.length && isDigit(text.charCodeAt(to))) to++
    if (to - from >= 16) return true
  }
  return false
}

function firstCharacter(text: string): number {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code !== 0x20 && (code > 0x0d || code < 0x09)) return code
  }
  return 0
}

/**
 * The list, object or quoted string that a text holds as JSON; undefined for other texts, for more than 8 Mi characters and for
 * more than 64 levels. Integers beyond 2^53 become strings of digits.
 */
export function parseJson(text: string): JsonValue | undefined {
  const first = firstCharacter(text)
  if (first !== 0x5b && first !== 0x7b && first !== 0x22) return undefined
  if (text.length > LONGEST) return undefined
  try {
    const value = (hasLongNumber(text) ? JSON.parse(text, keepDigits) : JSON.parse(text)) as JsonValue
    // A level takes two brackets.
    return text.length > 2 * DEEPEST && isDeeper(value, DEEPEST) ? undefined : value
  } catch {
    return undefined
  }
}

/** An attribute as JSON: texts that hold JSON are parsed, also when they were encoded twice; other texts stay. */
export function structured(value: AnyValue | undefined): JsonValue {
  if (value === undefined) return null
  if (typeof value !== 'string') {
    const json = toJson(value)
    return isDeeper(json, DEEPEST) ? null : json
  }
  const once = parseJson(value)
  if (once === undefined) return value
  if (typeof once !== 'string') return once
  return parseJson(once) ?? once
}

/** An attribute as text for people: strings as they are, all else as JSON text. */
export function asText(value: AnyValue | undefined): string | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'string') return value
  if (typeof value === 'object') return jsonText(toJson(value))
  return String(value)
}

/** JSON text of a value; strings stay as they are. Never throws. */
export function jsonText(value: JsonValue): string {
  if (typeof value === 'string') return value
  try {
    return JSON.stringify(value)
  } catch {
    return ''
  }
}
