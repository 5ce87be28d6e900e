import { AssayError, type ErrorCode } from '@assay/contract/error'
import type { Logger } from '@assay/telemetry/log'

/** How an error of ours is told over HTTP and as a gRPC code (google.rpc.Code), which the Status body carries. */
export interface ErrorAnswer {
  httpStatus: number
  grpcCode: number
  message: string
  /** Seconds for `Retry-After` or `RetryInfo`; null where a retry does not help. */
  retryAfterSeconds: number | null
  /** Set for 405 only. */
  allow?: string
}

/** A request that the transport itself refuses: path, method, media type, compression, framing, time. */
export class TransportRefusal extends Error {
  readonly answer: ErrorAnswer

  constructor(httpStatus: number, grpcCode: number, message: string, allow?: string) {
    super(message)
    this.answer = { httpStatus, grpcCode, message, retryAfterSeconds: null, ...(allow && { allow }) }
  }
}

const CODES: Record<ErrorCode, readonly [httpStatus: number, grpcCode: number]> = {
  invalid: [400, 3],
  unauthenticated: [401, 16],
  forbidden: [403, 7],
  not_found: [404, 5],
  conflict: [409, 10],
  too_large: [413, 8],
  unavailable: [503, 14],
  internal: [500, 13],
}

/**
 * The one place where errors become answers. What is no error of ours is logged, and told as a 500 that names the
 * request and nothing else.
 */
export function answerFor(error: unknown, told: { newRequestId(): string; log: Logger }): ErrorAnswer {
  if (error instanceof TransportRefusal) return error.answer
  if (!(error instanceof AssayError) || error.code === 'internal') {
    const requestId = told.newRequestId()
    told.log.error('a request failed', {
      requestId,
      error: error instanceof Error ? error.stack : String(error),
    })
    const message = `something went wrong on our side; the request id is ${requestId}`
    return { httpStatus: 500, grpcCode: 13, message, retryAfterSeconds: null }
  }
  const [httpStatus, grpcCode] = CODES[error.code]
  const seconds = error.details?.['retryAfterSeconds']
  const retryAfterSeconds = error.code !== 'unavailable' ? null : typeof seconds === 'number' ? seconds : 1
  return { httpStatus, grpcCode, message: error.message, retryAfterSeconds }
}
