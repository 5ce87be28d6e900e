import { Client, credentials, Metadata, type ClientOptions, type ServiceError } from '@grpc/grpc-js'
import { connect, type IncomingHttpHeaders } from 'node:http2'
import { ResponseType, StatusType } from './protobuf-oracle.ts'

export const TRACES = '/opentelemetry.proto.collector.trace.v1.TraceService/Export'

export interface GrpcAnswer {
  /** The gRPC status code; 0 is OK. */
  code: number
  message: string
  /** `partial_success` of an answer that is OK; null where it is unset. */
  partial: { rejected: number; message: string } | null
  /** The detail of `grpc-status-details-bin`, decoded; null without one. */
  detail: { type: string; value: Buffer } | null
}

/** A real client of gRPC, with bytes as messages. */
export function openClient(port: number, options: ClientOptions = {}) {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
    'grpc.max_send_message_length': -1,
    ...options,
  })
  return {
    close: () => client.close(),
    export(body: Buffer, path = TRACES, headers: Record<string, string> = {}): Promise<GrpcAnswer> {
      const metadata = new Metadata()
      for (const [name, value] of Object.entries(headers)) metadata.set(name, value)
      return new Promise((resolve) => {
        const same = (bytes: Buffer) => bytes
        client.makeUnaryRequest(path, same, same, body, metadata, (error: ServiceError | null, value) => {
          if (error === null) {
            resolve({ code: 0, message: '', partial: partialOf(value ?? Buffer.alloc(0)), detail: null })
          } else {
            const [details] = error.metadata.get('grpc-status-details-bin')
            const detail = details === undefined ? null : detailOf(Buffer.from(details))
            resolve({ code: error.code, message: error.details, partial: null, detail })
          }
        })
      })
    },
  }
}

/** The frame of one message, as gRPC puts it on the wire. */
export function frame(body: Buffer, flag = 0, length = body.length): Buffer {
  const prefix = Buffer.alloc(5)
  prefix[0] = flag
  prefix.writeUInt32BE(length, 1)
  return Buffer.concat([prefix, body])
}

/** Sends what no sound client would: any headers, any bytes. `isCut` leaves the call open. */
export function callRaw(
  port: number,
  bytes: Buffer,
  headers: Record<string, string> = {},
  isCut = false,
): Promise<{ headers: IncomingHttpHeaders; code: number; message: string }> {
  return new Promise((resolve, reject) => {
    const session = connect(`http://127.0.0.1:${port}`)
    session.on('error', reject)
    const stream = session.request({
      ':method': 'POST',
      ':path': TRACES,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...headers,
    })
    let got: IncomingHttpHeaders = {}
    stream.on('response', (first) => (got = { ...got, ...first }))
    stream.on('trailers', (last) => (got = { ...got, ...last }))
    stream.on('error', reject)
    stream.on('end', () => {
      session.destroy()
      const message = decodeURIComponent(String(got['grpc-message'] ?? ''))
      resolve({ headers: got, code: Number(got['grpc-status'] ?? -1), message })
    })
    stream.resume()
    if (isCut) stream.write(bytes)
    else stream.end(bytes)
  })
}

function partialOf(body: Buffer): GrpcAnswer['partial'] {
  const { partialSuccess } = ResponseType.decode(body) as unknown as {
    partialSuccess: { rejectedSpans: unknown; errorMessage: string } | null
  }
  if (partialSuccess === null) return null
  return { rejected: Number(String(partialSuccess.rejectedSpans)), message: partialSuccess.errorMessage }
}

function detailOf(bytes: Buffer): GrpcAnswer['detail'] {
  const { details } = StatusType.decode(bytes) as unknown as {
    details: { typeUrl: string; value: Uint8Array }[]
  }
  const [detail] = details
  return detail === undefined ? null : { type: detail.typeUrl, value: Buffer.from(detail.value) }
}
