import { AssayError } from '@assay/contract/error'

/**
 * Codes of ClickHouse that no segment's content causes: READONLY, no such column, table or database, access
 * denied, wrong password. A repair of the database makes the same insert succeed.
 */
const ENVIRONMENT = new Set(['16', '60', '81', '164', '192', '193', '194', '497', '516'])

/** True when an insert failed for the rows it carries, so that trying again is of little use. */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof AssayError) || error.code !== 'internal') return false
  const engineCode = error.details?.['engineCode']
  return (
    error.details?.['isDamaged'] === true ||
    (typeof engineCode === 'string' && engineCode !== '' && !ENVIRONMENT.has(engineCode))
  )
}
