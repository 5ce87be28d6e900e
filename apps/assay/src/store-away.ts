import { AssayError } from '@assay/contract/error'

const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH'])

/**
 * For `.catch`: where a store's server can't be reached, throws a sentence that names its variable and repeats no part
 * of the URL; other errors are thrown as they are.
 *
 * @param variable undefined for an embedded store.
 */
export function storeAway(store: string, variable: string | undefined): (error: unknown) => never {
  return (error) => {
    if (variable === undefined || !isAway(error)) throw error
    throw new AssayError(
      'unavailable',
      `${store} does not answer at the address in ${variable}. Start it, or correct ${variable}.`,
      undefined,
      error,
    )
  }
}

function isAway(error: unknown): boolean {
  if (error instanceof AssayError) return error.code === 'unavailable'
  if (error instanceof AggregateError) return error.errors.some(isAway)
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && NETWORK.has(error.code)
  )
}
