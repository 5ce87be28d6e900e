import { AssayError } from '@assay/contract/error'

/** Codes of ClickHouse for work that may succeed later: limits of time, memory, parts, connections, disk. */
const LATER = new Set([
  '159',
  '160',
  '202',
  '203',
  '209',
  '210',
  '236',
  '241',
  '242',
  '243',
  '252',
  '439',
  '473',
  '999',
])
/** Reads `code` of an error of the engine; '' where it has none. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return ''
  return String(error.code)
}

/**
 * Turns an error of the engine or the wire into one for callers. The message names the question, never the
 * SQL; the cause keeps everything for the log.
 */
export function mapError(name: string, error: unknown): AssayError {
  if (error instanceof AssayError) return error
  const code = codeOf(error)
  if (code === '159')
    return new AssayError(
      'unavailable',
      `query ${name} took too long`,
      { query: name, isTooLong: true },
      error,
    )
  if (code === '216') {
    return new AssayError(
      'unavailable',
      'ClickHouse still works at an earlier try of this insert',
      { query: name, engineCode: code, retryAfterSeconds: 5 },
      error,
    )
  }
  // Without a number the engine has not spoken: a closed socket, a proxy's 502, a name that does not resolve.
  const isSilent = !/^\d+$/.test(code) && !(error instanceof SyntaxError)
  if (LATER.has(code) || isSilent) {
    return new AssayError(
      'unavailable',
      'ClickHouse does not answer or is too busy; try again',
      { query: name, engineCode: code, retryAfterSeconds: 5 },
      error,
    )
  }
  return new AssayError('internal', `query ${name} failed`, { query: name, engineCode: code }, error)
}
