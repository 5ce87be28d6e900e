import type { Http2Server } from 'node:http2'
import { createServer, type Server, type Socket } from 'node:net'
import { statusBody } from '../receive/export-response.ts'

const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
/** Longest wait for the first bytes of a connection. */
const FIRST_BYTES_MS = 15_000
/** A sender that was refused may go on sending for so long; what comes is discarded. */
const LINGER_MS = 5_000

export interface FrontDoor {
  server: Server
  /** Ends the connections that have not become HTTP/2. */
  dismiss(): void
}

/**
 * The listening side of a gRPC port. Hands connections of HTTP/2 to `http2`, and tells a sender of OTLP/HTTP that it has
 * the wrong port: the two are easily mixed up, and HTTP/2 alone would cut it off without a word.
 */
export function openFrontDoor(http2: Http2Server): FrontDoor {
  const outside = new Set<Socket>()
  const server = createServer((socket) => {
    outside.add(socket)
    socket.once('close', () => outside.delete(socket))
    const giveUp = () => socket.destroy()
    socket.on('error', giveUp)
    socket.setTimeout(FIRST_BYTES_MS, giveUp)
    socket.once('readable', () => {
      const first = socket.read() as Buffer | null
      if (first === null) return socket.destroy()
      if (!isPreface(first)) return answerHttp1(socket)
      socket.setTimeout(0)
      socket.off('timeout', giveUp).off('error', giveUp)
      outside.delete(socket)
      socket.unshift(first)
      http2.emit('connection', socket)
    })
  })
  return {
    server,
    dismiss() {
      for (const socket of outside) socket.destroy()
    },
  }
}

/** Whether HTTP/2 begins so; the first bytes may be less than the whole preface. */
function isPreface(first: Buffer): boolean {
  const length = Math.min(first.length, PREFACE.length)
  return first.subarray(0, length).equals(PREFACE.subarray(0, length))
}

function answerHttp1(socket: Socket): void {
  const message = 'this port takes OTLP over gRPC; OTLP over HTTP has a port of its own, by default 4318'
  const body = statusBody(3, message, 'json')
  const head = `HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`
  socket.end(head + body.toString())
  // Closing at once would reset the connection, and the sender would never see the answer.
  const cut = setTimeout(() => socket.destroy(), LINGER_MS)
  socket.once('close', () => clearTimeout(cut))
  socket.resume()
}
