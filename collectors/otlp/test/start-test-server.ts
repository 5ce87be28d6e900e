import type { RawSpan } from '@assay/contract/raw-span'
import { encodeSpan } from '@assay/normalise/rows/encode-span'
import type { Frame } from '@assay/spool/spool'
import { silentLogger } from '@assay/telemetry/log'
import { timeWindow } from '../src/decode/time-window.ts'
import { openReceiver, type Receiver, type ReceiverOptions } from '../src/open-receiver.ts'
import { startOtlpGrpc, type OtlpGrpcOptions } from '../src/start-otlp-grpc.ts'
import { startOtlpHttp, type OtlpHttp, type OtlpHttpOptions } from '../src/start-otlp-http.ts'

/** A receiver that listens on both transports before a spool in memory. */
export interface TestServer extends OtlpHttp, Pick<Receiver, 'stats'> {
  grpcPort: number
  receiver: Receiver
  /** Spans whose rows were appended, in order of arrival. */
  stored: RawSpan[]
  frames: Frame[]
}

export type TestOptions = Partial<ReceiverOptions & OtlpHttpOptions & OtlpGrpcOptions>

/** The day after the fixtures' times. */
const NOW = new Date('2026-11-21T00:00:00Z')

/** Starts a receiver on free ports that takes every sender as project `p1`. */
export async function startTestServer(options: TestOptions = {}): Promise<TestServer> {
  const stored: RawSpan[] = []
  const frames: Frame[] = []
  let encoded: RawSpan[] = []
  let version = 0n
  const receiver = openReceiver({
    authenticate: () => Promise.resolve({ projectId: 'p1' }),
    nextVersion: () => ++version,
    timeWindow: () => timeWindow(NOW),
    newRequestId: () => 'request-1',
    log: silentLogger,
    spool: {
      append(appended) {
        // Their buffers are written into again once the request is answered.
        frames.push(...appended.map((frame) => ({ ...frame, payload: Buffer.from(frame.payload) })))
        stored.push(...encoded)
        encoded = []
        return Promise.resolve()
      },
    },
    encodeSpan(rows, raw, canonical, context) {
      encodeSpan(rows, raw, canonical, context)
      encoded.push(raw)
    },
    ...options,
  })
  const http = await startOtlpHttp(receiver, { port: 0, host: '127.0.0.1', ...options })
  const grpc = await startOtlpGrpc(receiver, { port: 0, host: '127.0.0.1', ...options })
  const close = async () => {
    await Promise.all([http.close(), grpc.close()])
  }
  return {
    port: http.port,
    grpcPort: grpc.port,
    close,
    stats: () => receiver.stats(),
    receiver,
    stored,
    frames,
  }
}
