import { INSTANCE_HEADER } from '@assay/telemetry/otlp/instance-header'
import type { OpenSpan, OwnAttributes, Tracer } from '@assay/telemetry/spans/tracer'
import type { IncomingHttpHeaders } from 'node:http'
import type { ErrorAnswer } from './request-error.ts'
import type { RequestSoFar } from './request-so-far.ts'

/** Names of google.rpc.Code, by their number. */
const GRPC_CODES =
  'OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED RESOURCE_EXHAUSTED FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS UNAUTHENTICATED'.split(
    ' ',
  )
/** Codes that are the server's fault. Source: OpenTelemetry semantic conventions, gRPC, server spans. */
const GRPC_FAULTS = new Set([
  'UNKNOWN',
  'DEADLINE_EXCEEDED',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
])

/** Begins the span of a request. An Assay's own exports have none, so that no two of them can feed each other. */
export function beginRequestSpan(
  tracer: Tracer | undefined,
  transport: RequestSoFar['transport'],
  headers: IncomingHttpHeaders,
): OpenSpan | null {
  if (tracer === undefined || headers[INSTANCE_HEADER] !== undefined) return null
  const traceparent = headers['traceparent']
  return tracer.begin({
    name: transport,
    kind: 'server',
    traceparent: typeof traceparent === 'string' ? traceparent : undefined,
  })
}

/** Ends the span of a request with its answer; null is the answer of one that was taken. */
export function endRequestSpan(request: RequestSoFar, answer: ErrorAnswer | null): void {
  const { span, signal, transport, bodyBytes, projectId, isFromAssay } = request
  if (span === null || isFromAssay) return
  const shared: OwnAttributes = { 'http.request.body.size': bodyBytes, 'assay.project.id': projectId }
  if (transport === 'http') {
    const status = answer?.httpStatus ?? 200
    const route = signal?.path
    span.end({
      // Other methods are refused; their names come from outside and have no bound.
      name: route === undefined ? 'HTTP' : `POST ${route}`,
      attributes: {
        ...shared,
        'http.request.method': route === undefined ? '_OTHER' : 'POST',
        'http.route': route,
        'url.scheme': 'http',
        'http.response.status_code': status,
      },
      errorType: status >= 500 ? String(status) : null,
    })
    return
  }
  const method = signal === null ? '_OTHER' : `${signal.service}/Export`
  const code = GRPC_CODES[answer?.grpcCode ?? 0] ?? 'UNKNOWN'
  span.end({
    name: method,
    attributes: {
      ...shared,
      'rpc.system.name': 'grpc',
      'rpc.method': method,
      'rpc.response.status_code': code,
    },
    errorType: GRPC_FAULTS.has(code) ? code : null,
  })
}
