import { callRaw, frame, openClient } from '../call-grpc.ts'
import { partialSuccessOf, send, statusOf } from '../send.ts'
import type { TestServer } from '../start-test-server.ts'
import type { SignalName } from './make-request.ts'

export const TRANSPORTS = ['HTTP with JSON', 'HTTP with protobuf', 'gRPC'] as const
export type Transport = (typeof TRANSPORTS)[number]

const SERVICES = {
  traces: 'trace.v1.TraceService',
  logs: 'logs.v1.LogsService',
  metrics: 'metrics.v1.MetricsService',
}
const REJECTED = {
  traces: 'rejectedSpans',
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
} as const
/** Statuses of HTTP that mean what a code of gRPC means here. */
const STATUS_OF = new Map([
  [0, 200],
  [3, 400],
  [8, 413],
  [12, 415],
])

/** What a sender hears, whichever transport told it. */
export interface Heard {
  /** As HTTP has it; a code of gRPC that none belongs to is 500. */
  status: number
  /** Of an error, or of `partialSuccess`; '' for none. */
  message: string
  rejected: number
}

/** Sends a body to the place of a signal by one of the transports. */
export async function sendBy(
  transport: Transport,
  server: TestServer,
  signal: SignalName,
  body: Buffer,
  isGzip: boolean,
): Promise<Heard> {
  if (transport === 'gRPC') return sendByGrpc(server, signal, body, isGzip)
  const contentType = transport === 'HTTP with JSON' ? 'application/json' : 'application/x-protobuf'
  const answer = await send(server.port, {
    path: `/v1/${signal}`,
    body,
    contentType,
    contentEncoding: isGzip ? 'gzip' : null,
  })
  if (answer.headers['content-type'] !== contentType)
    throw new Error(`${contentType} is answered as ${String(answer.headers['content-type'])}`)
  if (answer.status !== 200) return { status: answer.status, message: statusOf(answer).message, rejected: 0 }
  const partial = partialSuccessOf(answer, REJECTED[signal])
  return { status: 200, message: partial?.message ?? '', rejected: partial?.rejected ?? 0 }
}

async function sendByGrpc(
  server: TestServer,
  signal: SignalName,
  body: Buffer,
  isGzip: boolean,
): Promise<Heard> {
  const path = `/opentelemetry.proto.collector.${SERVICES[signal]}/Export`
  if (isGzip) {
    const headers = { 'grpc-encoding': 'gzip', ':path': path }
    const { code, message } = await callRaw(server.grpcPort, frame(body, 1), headers)
    return { status: STATUS_OF.get(code) ?? 500, message, rejected: 0 }
  }
  const client = openClient(server.grpcPort)
  try {
    const { code, message, partial } = await client.export(body, path)
    const told = partial ?? { rejected: 0, message }
    return { status: STATUS_OF.get(code) ?? 500, ...told }
  } finally {
    client.close()
  }
}
