import { once } from 'node:events'
import { createServer, type ServerHttp2Session } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { openFrontDoor } from './grpc/front-door.ts'
import { handleCall, type CallOptions } from './grpc/handle-call.ts'
import { keepSession, type SessionTimes } from './grpc/keep-session.ts'
import type { Receiver } from './open-receiver.ts'
import type { BodyLimits } from './receive/read-body.ts'

const MIB = 1024 ** 2

export interface OtlpGrpcOptions extends Partial<Omit<BodyLimits, 'maxBodyBytes'> & SessionTimes> {
  /** 0 takes a free port. */
  port: number
  /** Default: all interfaces. */
  host?: string
  /** Calls that one connection may have open at once; further ones wait at the sender. Default 100. */
  maxConcurrentStreams?: number
  /** How long `close` waits for calls that are being answered. Default 30 s. */
  drainTimeoutMs?: number
}

export interface OtlpGrpc {
  port: number
  /** Takes no more calls, answers those that are there, and resolves when all is closed. */
  close(): Promise<void>
}

/**
 * Starts OTLP/gRPC without TLS: the unary method `Export` of each signal's service, plain and gzip. It stands on HTTP/2
 * itself, because the known server library collects and decompresses a message before it asks anybody, so that a bound
 * on the memory of all senders together could not hold. Rejects when the port is taken.
 */
export async function startOtlpGrpc(receiver: Receiver, options: OtlpGrpcOptions): Promise<OtlpGrpc> {
  const { authenticate, budget, log, count, instanceId, tracer } = receiver
  const call: CallOptions = {
    methods: new Map(receiver.signals.map((signal) => [`/${signal.service}/Export`, signal])),
    authenticate,
    budget,
    newRequestId: () => receiver.newRequestId(),
    log,
    count,
    instanceId,
    tracer,
    limits: {
      maxBodyBytes: receiver.maxBodyBytes,
      idleTimeoutMs: options.idleTimeoutMs ?? 15_000,
      bodyTimeoutMs: options.bodyTimeoutMs ?? 60_000,
    },
  }
  const times: SessionTimes = {
    keepaliveTimeMs: options.keepaliveTimeMs ?? 60_000,
    keepaliveTimeoutMs: options.keepaliveTimeoutMs ?? 20_000,
    maxIdleMs: options.maxIdleMs ?? 15 * 60_000,
  }
  const sessions = new Set<ServerHttp2Session>()
  let isClosing = false
  const http2 = createServer({
    // What nobody has read yet waits in these windows: at most one MiB a connection, however many calls it has open.
    settings: { maxConcurrentStreams: options.maxConcurrentStreams ?? 100, initialWindowSize: MIB / 2 },
  })
  http2.on('session', (session) => {
    if (isClosing) return session.destroy()
    sessions.add(session)
    session.once('close', () => sessions.delete(session))
    session.setLocalWindowSize(MIB)
    keepSession(session, times)
  })
  http2.on('stream', (stream, headers) => void handleCall(stream, headers, call))
  const { server, dismiss } = openFrontDoor(http2)
  server.listen(options.port, options.host)
  await once(server, 'listening')

  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      if (isClosing) return
      isClosing = true
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      dismiss()
      for (const session of sessions) session.close()
      const cut = setTimeout(() => {
        for (const session of sessions) session.destroy()
      }, options.drainTimeoutMs ?? 30_000)
      await closed
      clearTimeout(cut)
    },
  }
}
