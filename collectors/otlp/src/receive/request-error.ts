import { AssayError, type ErrorCode } from '@assay/contract/error'

/** How an error of ours is told over HTTP and as a gRPC code (google.rpc.Code), which the Status body carries. */
export interface ErrorAnswer {
  httpStatus: number
  grpcCode: number
  message: string
  /** Seconds for `Retry-After`; null where a retry does not help. */
  retryAfterSeconds: number | null
  /** Set for 405 only. */
  allow?: string
}

/** A request that HTTP itself refuses: path, method, media type, time. */
export class HttpRefusal extends Error {
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

/** The one place where errors become answers. What is no error of ours is a 500 that names the request and nothing else. */
export function answerFor(error: unknown, requestId: string): ErrorAnswer {
  if (error instanceof HttpRefusal) return error.answer
  if (!(error instanceof AssayError) || error.code === 'internal') {
    const message = `something went wrong on our side; the request id is ${requestId}`
    return { httpStatus: 500, grpcCode: 13, message, retryAfterSeconds: null }
  }
  const [httpStatus, grpcCode] = CODES[error.code]
  const seconds = error.details?.['retryAfterSeconds']
  const retryAfterSeconds = error.code !== 'unavailable' ? null : typeof seconds === 'number' ? seconds : 1
  return { httpStatus, grpcCode, message: error.message, retryAfterSeconds }
}
