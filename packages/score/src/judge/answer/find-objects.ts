import { jsonrepair } from 'jsonrepair'
import { parseJson } from '../http/error-of-body.ts'

/** Longest answer that is read; verdicts have some hundred characters. */
const LONGEST = 200_000

/** More objects than this in one answer are no answer. */
const MOST_OBJECTS = 20

/** A JSON object that a model wrote, and whether it had to be repaired. */
export interface FoundObject {
  value: Record<string, unknown>
  isRepaired: boolean
}

/**
 * All JSON objects at the top level of a model's answer, in their order: the whole text, or those between prose, in fences and after
 * reasoning. Where none can be read, the text from the first brace is repaired (quotes, commas, a missing end) unless `mayRepair` is false.
 * Time O(length) but for the repair.
 */
export function findObjects(text: string, mayRepair: boolean): FoundObject[] {
  if (text.length > LONGEST) return []
  const whole = asObject(parseJson(text))
  if (whole !== null) return [{ value: whole, isRepaired: false }]
  const found = balancedParts(text).flatMap((part) => {
    const value = asObject(parseJson(part))
    return value === null ? [] : [{ value, isRepaired: false }]
  })
  if (found.length > 0 || !mayRepair) return found
  const repaired = asObject(repair(text))
  return repaired === null ? [] : [{ value: repaired, isRepaired: true }]
}

function asObject(value: unknown): Record<string, unknown> | null {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as Record<string, unknown>) : null
}

function repair(text: string): unknown {
  const start = text.indexOf('{')
  if (start < 0) return undefined
  const end = text.lastIndexOf('}')
  try {
    return parseJson(jsonrepair(text.slice(start, end > start ? end + 1 : undefined)))
  } catch {
    // It throws for what it can't repair, and for nesting deeper than the stack: either way there is no object.
    return undefined
  }
}

/** Parts from a `{` to its `}`, braces in strings left aside. Only so many beginnings are tried: each may cost the whole length. */
function balancedParts(text: string): string[] {
  const parts: string[] = []
  let start = text.indexOf('{')
  for (let tries = 0; start >= 0 && tries < MOST_OBJECTS; tries++) {
    const end = endOfObject(text, start)
    if (end !== null) parts.push(text.slice(start, end))
    start = text.indexOf('{', end ?? start + 1)
  }
  return parts
}

function endOfObject(text: string, start: number): number | null {
  let [depth, isInString] = [0, false]
  for (let i = start; i < text.length; i++) {
    const character = text[i]
    if (isInString) {
      if (character === '\\') i++
      else if (character === '"') isInString = false
    } else if (character === '"') isInString = true
    else if (character === '{') depth++
    else if (character === '}' && --depth === 0) return i + 1
  }
  return null
}
