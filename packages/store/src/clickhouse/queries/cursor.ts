import { AssayError } from '@assay/contract/error'
import { z } from 'zod'

/** Where a page ended: the sort value of its last row, null where the row had none, and its id as tie-break. */
export interface Cursor {
  value: string | null
  id: string
}

const Stored = z.tuple([
  z.string().max(40),
  z
    .string()
    .regex(/^-?\d{1,20}$/)
    .nullable(),
  z.string().min(1).max(2000),
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
export function decodeCursor(kind: string, text: string | undefined): Cursor | null {
  if (text === undefined) return null
  const parsed = Stored.safeParse(parseJson(text))
  if (!parsed.success || parsed.data[0] !== kind) {
    throw new AssayError('invalid', 'the cursor is not of this list; start again without it')
  }
  return { value: parsed.data[1], id: parsed.data[2] }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown
  } catch {
    return null
  }
}
