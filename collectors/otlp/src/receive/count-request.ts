import type { IngestSignal, RequestReason } from '@assay/contract/ingest'
import type { IngestStats } from '@assay/telemetry/ingest/ingest-stats'
import type { ErrorAnswer } from './request-error.ts'
import type { RejectedField } from './export-response.ts'
import type { RequestSoFar } from './request-so-far.ts'
import { endRequestSpan } from './trace-request.ts'

export type CountRequest = IngestStats['request']

/** The signal by the field of its answer, of which it has one. */
const SIGNAL: Record<RejectedField, IngestSignal> = {
  rejectedSpans: 'traces',
  rejectedLogRecords: 'logs',
  rejectedDataPoints: 'metrics',
}

/** Counts a request with its answer, and ends its span; null is the answer of one that was taken. */
export function countRequest(count: CountRequest, request: RequestSoFar, answer: ErrorAnswer | null): void {
  const { transport, signal, projectId, bodyBytes } = request
  const isHttp = transport === 'http'
  const { httpStatus, grpcCode } = answer ?? { httpStatus: 200, grpcCode: 0 }
  count({
    transport,
    projectId,
    bodyBytes,
    signal: signal && SIGNAL[signal.rejectedField],
    status: isHttp ? httpStatus : grpcCode,
    reason: answer && reasonOf(answer),
  })
  endRequestSpan(request, answer)
}

/** The status of HTTP tells the reasons apart on both transports. */
function reasonOf({ httpStatus }: ErrorAnswer): RequestReason {
  return REASONS.get(httpStatus) ?? (httpStatus >= 500 ? 'internal' : 'malformed')
}
const REASONS = new Map<number, RequestReason>([
  [401, 'unauthenticated'],
  [403, 'forbidden'],
  [404, 'unsupported'],
  [405, 'unsupported'],
  [415, 'unsupported'],
  [501, 'unsupported'],
  [408, 'timeout'],
  [413, 'body_too_large'],
  [421, 'own_telemetry'],
  [503, 'unavailable'],
])
