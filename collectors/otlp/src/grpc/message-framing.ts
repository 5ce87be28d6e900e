import { AssayError } from '@assay/contract/error'
import { checkLength, type Framing } from '../receive/read-body.ts'
import { TransportRefusal } from '../receive/request-error.ts'

const UNIMPLEMENTED = 12
const INTERNAL = 13
const PREFIX_BYTES = 5

/**
 * The frame of a unary gRPC message: one byte that says whether it is compressed, four of length, then the message.
 * `encoding` is the request's `grpc-encoding`. A declared length past the limit is refused before the message comes.
 * Source: PROTOCOL-HTTP2.md and statuscodes.md of gRPC.
 */
export function messageFraming(encoding: string, maxBodyBytes: number): Framing {
  const prefix = Buffer.alloc(PREFIX_BYTES)
  let prefixBytes = 0
  let missingBytes = 0
  let isGzip = false

  const readPrefix = () => {
    const flag = prefix[0] ?? 0
    if (flag > 1) throw new TransportRefusal(400, INTERNAL, 'the compressed flag of a message must be 0 or 1')
    isGzip = flag === 1
    if (isGzip && encoding === 'identity') {
      throw new TransportRefusal(400, INTERNAL, 'the message says compressed, but there is no grpc-encoding')
    }
    if (isGzip && encoding !== 'gzip') {
      throw new TransportRefusal(400, UNIMPLEMENTED, 'this grpc-encoding is not taken; send gzip or identity')
    }
    missingBytes = prefix.readUInt32BE(1)
    checkLength(missingBytes, maxBodyBytes)
  }

  return {
    likelyBytes: 0,
    strip(piece) {
      const ofPrefix = piece.copy(prefix, prefixBytes, 0)
      prefixBytes += ofPrefix
      if (ofPrefix > 0 && prefixBytes === PREFIX_BYTES) readPrefix()
      const body = piece.subarray(ofPrefix)
      if (body.length > missingBytes) {
        throw new TransportRefusal(400, UNIMPLEMENTED, 'Export takes one message, and more bytes follow it')
      }
      missingBytes -= body.length
      return body
    },
    isGzip: () => isGzip,
    end() {
      if (prefixBytes === 0)
        throw new TransportRefusal(400, UNIMPLEMENTED, 'Export takes one message, and none came')
      if (prefixBytes < PREFIX_BYTES || missingBytes > 0)
        throw new AssayError('invalid', 'the call ended within the message')
    },
  }
}
