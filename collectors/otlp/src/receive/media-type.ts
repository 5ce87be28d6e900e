import type { IncomingHttpHeaders } from 'node:http'
import type { Encoding } from '../decode/decode-traces.ts'
import { TransportRefusal } from './request-error.ts'

export const CONTENT_TYPES: Record<Encoding, string> = {
  json: 'application/json',
  protobuf: 'application/x-protobuf',
}

const ENCODINGS: Record<string, Encoding | undefined> = {
  'application/json': 'json',
  'application/x-protobuf': 'protobuf',
  'application/protobuf': 'protobuf',
}

/** The encoding of a request by its Content-Type, in any case and with any parameters; null for one we do not take. */
export function encodingOf(headers: IncomingHttpHeaders): Encoding | null {
  const mediaType = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  return Object.hasOwn(ENCODINGS, mediaType) ? (ENCODINGS[mediaType] ?? null) : null
}

/** Whether the body is gzip. @throws TransportRefusal 415 for any other compression. */
export function isGzip(headers: IncomingHttpHeaders): boolean {
  const coding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  if (coding === 'gzip' || coding === 'x-gzip') return true
  if (coding === 'identity' || coding === '') return false
  throw new TransportRefusal(415, 3, 'this Content-Encoding is not taken; send gzip or no compression')
}
