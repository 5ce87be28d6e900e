import type { Duplex } from 'node:stream'
import { statusBody } from './export-response.ts'

const ANSWERS: Record<string, readonly [statusLine: string, grpcCode: number, message: string] | undefined> =
  {
    ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 4, 'the request did not arrive in time'],
    HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 3, 'the headers are too large'],
  }

/** Answers what is not even HTTP, in the form of every other error, and closes the connection. */
export function answerBrokenHttp(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const [statusLine, grpcCode, message] = ANSWERS[error.code ?? ''] ?? [
    '400 Bad Request',
    3,
    'this is no sound HTTP request',
  ]
  const body = statusBody(grpcCode, message, 'json')
  const head = `HTTP/1.1 ${statusLine}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`
  socket.end(head + body.toString())
}
