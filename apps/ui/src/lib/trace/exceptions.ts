import type { SpanBody } from '@assay/contract/api/span-body'

/** What went wrong in a span, from its status and its exception events. */
export interface Fault {
  type: string | null
  message: string | null
  stacktrace: string | null
}

/** The faults of a failed span, the status first; the status is left out where an exception says the same and more. */
export function faultsOf(body: SpanBody): Fault[] {
  const exceptions = body.events
    .filter(({ name }) => name === 'exception')
    .map((event) => faultOfEvent(event.attributes))
  const { isError, errorType, errorMessage } = body.span
  if (isError !== true) return exceptions
  const status: Fault = { type: errorType ?? null, message: errorMessage ?? null, stacktrace: null }
  const isRepeated = exceptions.some(
    ({ type, message }) =>
      (status.message === null || message === status.message) && (type !== null || status.type === null),
  )
  return isRepeated ? exceptions : [status, ...exceptions]
}

function faultOfEvent(attributes: SpanBody['attributes']): Fault {
  const text = (key: string): string | null => {
    const value = attributes[`exception.${key}`]
    return typeof value === 'string' && value !== '' ? value : null
  }
  return { type: text('type'), message: text('message'), stacktrace: text('stacktrace') }
}
