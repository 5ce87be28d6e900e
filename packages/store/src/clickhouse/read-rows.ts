import { AssayError } from '@assay/contract/error'
import type { ZodType } from 'zod'

/** Passes every row through the schema of its question; a row that does not fit is our fault, not the caller's. */
export function readRows<Row>(name: string, schema: ZodType<Row>, rows: readonly unknown[]): Row[] {
  return rows.map((row) => {
    const parsed = schema.safeParse(row)
    if (parsed.success) return parsed.data
    throw new AssayError(
      'internal',
      `query ${name} answered rows of another shape`,
      { query: name },
      parsed.error,
    )
  })
}
