import type { OwnSpan, SpanKind } from '../spans/tracer.ts'
import { keyValues, originOf, unixNanos, type Sender } from './resource.ts'

/** The numbers of the protocol. */
const KINDS: Record<SpanKind, number> = { internal: 1, server: 2, client: 3, consumer: 5 }
const ERROR = 2

/** An `ExportTraceServiceRequest` in OTLP/JSON. Source: opentelemetry-proto, trace/v1/trace.proto. */
export function tracesRequest(spans: readonly OwnSpan[], sender: Sender): object {
  const { resource, scope } = originOf(sender)
  return { resourceSpans: [{ resource, scopeSpans: [{ scope, spans: spans.map(spanOf) }] }] }
}

const spanOf = (span: OwnSpan) => ({
  traceId: span.traceId,
  spanId: span.spanId,
  ...(span.parentSpanId && { parentSpanId: span.parentSpanId }),
  name: span.name,
  kind: KINDS[span.kind],
  startTimeUnixNano: unixNanos(span.startMs),
  endTimeUnixNano: unixNanos(span.endMs),
  attributes: keyValues({ ...span.attributes, 'error.type': span.errorType }),
  status: span.errorType === null ? {} : { code: ERROR },
})
