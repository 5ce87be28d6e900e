import type { JsonValue } from '@assay/contract/message'
import { editDistance } from '@assay/stats/text/edit-distance'
import { jsonrepair } from 'jsonrepair'
import { parseJson } from './find-json.ts'

/** Longer texts are not repaired: quotes without a sense cost the square of their number. */
export const LONGEST_REPAIR = 20_000

/** A repair that changes more than this share of a text invents more than it mends. */
const MOST_CHANGED = 0.5
const ALWAYS_ALLOWED = 16

export interface RepairedJson {
  value: JsonValue
  text: string
  /** Characters that were put in, taken out or replaced. */
  edits: number
}

/**
 * The object or array that a text was meant to be: missing quotes, commas and brackets put in, comments and
 * trailing commas taken out, prose around it left out. null where it can't be told, for texts above 20,000 UTF-16
 * units, and where more than half of the text (and 16 characters) would change.
 */
export function repairJson(text: string): RepairedJson | null {
  if (text.length > LONGEST_REPAIR) return null
  const first = text.search(/[{[]/)
  if (first < 0) return null
  const last = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'))
  const from = text.slice(first)
  const candidates = last > first ? [from, text.slice(first, last + 1)] : [from]
  for (const candidate of candidates) {
    const repaired = tryRepair(candidate.trimEnd())
    const value = repaired === null ? undefined : parseJson(repaired)
    if (repaired === null || value === null || typeof value !== 'object') continue
    const edits = editDistance(text.trim(), repaired.trim(), {
      limit: Math.max(ALWAYS_ALLOWED, Math.ceil(text.length * MOST_CHANGED)),
    })
    if (edits !== null) return { value, text: repaired, edits }
  }
  return null
}

function tryRepair(text: string): string | null {
  try {
    // An escape that was cut off is all that it can't mend at an end.
    return jsonrepair(text.endsWith('\\') ? text.slice(0, -1) : text)
  } catch (error) {
    // jsonrepair throws its own error for what it can't mend, and overflows the stack on deep nesting.
    if (error instanceof Error) return null
    throw error
  }
}
