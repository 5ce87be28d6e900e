import type { RawSpan } from '@assay/contract/raw-span'
import { joinLogs, type StoredLog } from '../join-logs.ts'
import { normaliseSpan } from '../normalise-span.ts'
import type { TraceSpan } from './trace-span.ts'

/** A stored span with its message logs as what it means, in its place in its trace. */
export function readTraceSpan(raw: RawSpan, logs: readonly StoredLog[]): TraceSpan {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
  return {
    spanId: hex(raw.spanId),
    parentSpanId: raw.parentSpanId.some((byte) => byte !== 0) ? hex(raw.parentSpanId) : null,
    startNs: raw.startTimeUnixNano,
    endNs: raw.endTimeUnixNano,
    span: normaliseSpan(joinLogs(raw, logs)),
  }
}
