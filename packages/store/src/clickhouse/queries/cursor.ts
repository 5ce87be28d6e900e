import { AssayError } from '@assay/contract/error'
import { z } from 'zod'

/** Where a page ended: the sort value of its last row, null where the row had none, and its id as tie-break. */
export interface Cursor {
  value: string | null
  id: string
}

/** What a list demands of its cursors beyond their form. */
export interface CursorDemand {
  /** The form of its ids. */
  id?: RegExp
  /** True where every row has the number that is sorted by. */
  hasValue?: boolean
}

// A lone surrogate is no text that a query could carry.
const WHOLE = /^\P{Cs}+$/u

const Stored = z.tuple([
  z.string().max(40),
  z.string().refine(isInt64).nullable(),
  z.string().max(2000).regex(WHOLE),
])

/**
 * Opaque text of a cursor.
 *
 * @param kind What was listed and how it was sorted; a cursor of one list is refused by another.
 */
export function encodeCursor(kind: string, cursor: Cursor): string {
  return Buffer.from(JSON.stringify([kind, cursor.value, cursor.id])).toString('base64url')
}

/** Reads a cursor back. @throws AssayError `invalid` for text that `encodeCursor` did not make for this kind of list. */
export function decodeCursor(
  kind: string,
  text: string | undefined,
  demand: CursorDemand = {},
): Cursor | null {
  if (text === undefined) return null
  const parsed = Stored.safeParse(parseJson(text))
  if (!parsed.success) throw foreign()
  const [of, value, id] = parsed.data
  if (of !== kind || demand.id?.test(id) === false || (demand.hasValue && value === null)) throw foreign()
  return { value, id }
}

const foreign = () => new AssayError('invalid', 'the cursor is not of this list; start again without it')

function isInt64(text: string): boolean {
  return /^-?\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown
  } catch {
    return null
  }
}
