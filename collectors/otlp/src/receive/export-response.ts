import type { Encoding } from '../decode/decode-traces.ts'
import { encodeMessage } from './protobuf-writer.ts'

/** What the sender hears of a request that was taken. */
export interface ExportOutcome {
  rejected: number
  /** '' when all was taken and nothing is to be said. */
  message: string
  /** Whether an Assay sent some of it. */
  isFromAssay: boolean
}

/** The JSON name of the count in `partialSuccess`; in protobuf it is field 1 for every signal. */
export type RejectedField = 'rejectedSpans' | 'rejectedLogRecords' | 'rejectedDataPoints'

/** `Export…ServiceResponse`: empty when all was taken; int64 is a string in JSON. */
export function exportResponse(
  outcome: ExportOutcome,
  encoding: Encoding,
  rejectedField: RejectedField,
): Buffer {
  const isPlain = outcome.rejected === 0 && outcome.message === ''
  if (encoding === 'json') {
    const partialSuccess = { [rejectedField]: String(outcome.rejected), errorMessage: outcome.message }
    return Buffer.from(JSON.stringify(isPlain ? {} : { partialSuccess }))
  }
  if (isPlain) return Buffer.alloc(0)
  const partialSuccess = encodeMessage([
    [1, outcome.rejected],
    [2, outcome.message],
  ])
  return encodeMessage([[1, partialSuccess]])
}

/** `google.rpc.Status`, the body of every 4xx and 5xx. */
export function statusBody(grpcCode: number, message: string, encoding: Encoding): Buffer {
  if (encoding === 'json') return Buffer.from(JSON.stringify({ code: grpcCode, message }))
  return encodeMessage([
    [1, grpcCode],
    [2, message],
  ])
}
