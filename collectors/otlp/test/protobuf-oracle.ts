import protobuf from 'protobufjs'
import { TRACE_PROTO } from './otlp-trace.proto.ts'

const { root } = protobuf.parse(TRACE_PROTO, { keepCase: false })

/** Messages of the descriptor as protobufjs encodes and decodes them; it writes its codecs as code, so they are static. */
export const RequestType = root.lookupType('ExportTraceServiceRequest')
export const ResponseType = root.lookupType('ExportTraceServiceResponse')
export const StatusType = root.lookupType('RpcStatus')
export const RetryInfoType = root.lookupType('RetryInfo')
export const BadRequestType = root.lookupType('BadRequest')

/** Encodes a request in the shape of OTLP/JSON, but with Uint8Array for ids and bytes. */
export function encodeRequest(request: object): Buffer {
  return Buffer.from(RequestType.encode(RequestType.fromObject(request)).finish())
}
