import { constants, type OutgoingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import type { ErrorAnswer } from '../receive/request-error.ts'
import { statusDetails } from './status-details.ts'

/** A sender that was refused may go on sending for so long before its call is cut; what comes is discarded. */
const LINGER_MS = 5_000
/** Many clients take 8 KiB of metadata, and the message goes there twice, once in base64. */
const MAX_MESSAGE_CHARS = 1024

const HEADERS: OutgoingHttpHeaders = {
  ':status': 200,
  'content-type': 'application/grpc+proto',
  'grpc-accept-encoding': 'identity,gzip',
}

/** Answers a call with its one message and the status OK. Nothing happens when the sender has left. */
export function sendMessage(stream: ServerHttp2Stream, message: Buffer): void {
  if (isGone(stream)) return
  const prefix = Buffer.alloc(5)
  prefix.writeUInt32BE(message.length, 1)
  stream.respond(HEADERS, { waitForTrailers: true })
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }))
  stream.end(Buffer.concat([prefix, message]))
}

/** Ends a call with an error, in headers alone, whether or not its message has come whole. */
export function sendFailure(stream: ServerHttp2Stream, answer: ErrorAnswer): void {
  const message = answer.message.slice(0, MAX_MESSAGE_CHARS)
  const details = statusDetails(answer, message)
  refuse(stream, {
    ...HEADERS,
    'grpc-status': String(answer.grpcCode),
    'grpc-message': percentEncode(message),
    ...(details && { 'grpc-status-details-bin': details.toString('base64').replace(/=+$/, '') }),
  })
}

/** Answers what is no gRPC call, as HTTP does. */
export function sendHttpStatus(stream: ServerHttp2Stream, headers: OutgoingHttpHeaders): void {
  refuse(stream, headers)
}

function refuse(stream: ServerHttp2Stream, headers: OutgoingHttpHeaders): void {
  if (isGone(stream)) return
  stream.respond(headers, { endStream: true })
  // A reset at once could reach the sender before the answer does.
  const cut = setTimeout(() => stream.close(constants.NGHTTP2_NO_ERROR), LINGER_MS)
  stream.once('close', () => clearTimeout(cut))
  stream.resume()
}

const isGone = (stream: ServerHttp2Stream) => stream.destroyed || stream.closed || stream.headersSent

/** The form of `grpc-message`: UTF-8 with all but printable ASCII as %XX, and % itself too. */
function percentEncode(text: string): string {
  let encoded = ''
  for (const byte of Buffer.from(text)) {
    const isPlain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25
    encoded += isPlain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return encoded
}
