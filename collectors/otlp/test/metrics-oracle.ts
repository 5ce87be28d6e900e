import protobuf from 'protobufjs'
import { METRICS_PROTO } from './otlp-metrics.proto.ts'
import { TRACE_PROTO } from './otlp-trace.proto.ts'

// Two descriptors in one root: the metrics part uses Resource, Scope and KeyValue of the trace part.
const { root } = protobuf.parse(TRACE_PROTO, { keepCase: false })
protobuf.parse(METRICS_PROTO, root, { keepCase: false })

/** The request as protobufjs encodes and decodes it. */
export const MetricsType = root.lookupType('ExportMetricsServiceRequest')

/** Encodes a request in the shape of OTLP/JSON, but with Uint8Array for ids and bytes. */
export function encodeMetricsRequest(request: object): Buffer {
  return Buffer.from(MetricsType.encode(MetricsType.fromObject(request)).finish())
}
