import type { Pool } from 'pg'
import { AssayError } from '@assay/contract/error'
import { type Change, writeAudit } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'

/** Gives an organisation another name. @throws AssayError `not_found`. */
export function renameOrganisation(
  pool: Pool,
  change: Change,
  input: { organisationId: string; name: string },
): Promise<{ id: string; name: string }> {
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ id: string; name: string }>(
      'UPDATE organisation SET name = $2 WHERE id = $1 RETURNING id, name',
      [input.organisationId, input.name],
    )
    const organisation = rows[0]
    if (!organisation) throw new AssayError('not_found', 'There is no such organisation.')
    await writeAudit(tx, change, {
      action: 'organisation.renamed',
      organisationId: input.organisationId,
      details: { name: input.name },
    })
    return organisation
  })
}
