import { HTTPException } from 'hono/http-exception'
import type { Problem } from '@assay/contract/api/problem'
import { AssayError, type ErrorCode } from '@assay/contract/error'

/** The one place where an error becomes an HTTP status. */
export const STATUS_OF: Record<ErrorCode, { status: number; title: string }> = {
  invalid: { status: 400, title: 'The request has faults' },
  unauthenticated: { status: 401, title: 'Nobody is signed in' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'Not possible in this state' },
  too_large: { status: 413, title: 'Too large' },
  unavailable: { status: 503, title: 'Not available at the moment' },
  internal: { status: 500, title: 'A fault of ours' },
}

/** Turns whatever was thrown into problem details; what is no AssayError, and what is internal, says nothing of itself. */
export function toProblem(
  error: unknown,
  requestId: string,
): { problem: Problem; headers: Record<string, string> } {
  const known = toKnown(error)
  const { status, title } = STATUS_OF[known.code]
  const told = known.code === 'internal' ? null : known
  const own = told?.details?.['status']
  const errors = told?.details?.['errors']
  const problem: Problem = {
    type: 'about:blank',
    title,
    status: typeof own === 'number' ? own : status,
    detail: toldTo(told) ?? `Something failed here. Give this request id when you report it: ${requestId}.`,
    code: known.code,
    requestId,
    ...(Array.isArray(errors) ? { errors } : {}),
  }
  return { problem, headers: headersOf(known) }
}

/** Only who asks for a range can ask for a shorter one; work that nobody asked for logs the bare error. */
const toldTo = (told: AssayError | null): string | undefined =>
  told?.details?.['isTooLong'] === true ? `${told.message}; narrow the time range` : told?.message

function toKnown(error: unknown): AssayError {
  if (error instanceof AssayError) return error
  if (error instanceof HTTPException && error.status >= 400 && error.status < 500)
    return new AssayError(
      error.status === 413 ? 'too_large' : 'invalid',
      error.message || 'The request has faults.',
    )
  return new AssayError('internal', 'internal', undefined, error)
}

function headersOf(error: AssayError): Record<string, string> {
  if (error.code === 'unauthenticated') return { 'www-authenticate': 'Bearer realm="assay"' }
  if (error.code !== 'unavailable') return {}
  const seconds = error.details?.['retryAfterSeconds']
  return { 'retry-after': String(typeof seconds === 'number' ? Math.ceil(seconds) : 5) }
}

/** Names each cause of an error for the log, down to the first. */
export function describeCauses(error: unknown): string {
  const causes: string[] = []
  for (let at = error; at instanceof Error && causes.length < 5; at = at.cause)
    causes.push(at.stack ?? at.message)
  return causes.length > 0 ? causes.join('\ncaused by ') : String(error)
}
