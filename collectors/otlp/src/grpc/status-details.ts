import type { ErrorAnswer } from '../receive/request-error.ts'
import { encodeMessage } from '../receive/protobuf-writer.ts'

const INVALID_ARGUMENT = 3

/**
 * `google.rpc.Status` for the metadata `grpc-status-details-bin`: `RetryInfo` where a retry helps, which is how OTLP
 * senders tell back-pressure from failure, and `BadRequest` for what cannot be read. Null where there is nothing more to say.
 */
export function statusDetails(answer: ErrorAnswer, message: string): Buffer | null {
  const detail = detailOf(answer, message)
  if (detail === null) return null
  return encodeMessage([
    [1, answer.grpcCode],
    [2, message],
    [3, detail],
  ])
}

function detailOf(answer: ErrorAnswer, message: string): Buffer | null {
  if (answer.retryAfterSeconds !== null) {
    const seconds = Math.floor(answer.retryAfterSeconds)
    const duration = encodeMessage([
      [1, seconds],
      [2, Math.round((answer.retryAfterSeconds - seconds) * 1e9)],
    ])
    return anyOf('google.rpc.RetryInfo', encodeMessage([[1, duration]]))
  }
  if (answer.grpcCode !== INVALID_ARGUMENT) return null
  const violation = encodeMessage([[2, message]])
  return anyOf('google.rpc.BadRequest', encodeMessage([[1, violation]]))
}

/** `google.protobuf.Any`. */
function anyOf(type: string, value: Buffer): Buffer {
  return encodeMessage([
    [1, `type.googleapis.com/${type}`],
    [2, value],
  ])
}
