import { unframed, readBody } from '@assay/collector-otlp/receive/read-body'
import { openReceiver } from '@assay/collector-otlp/open-receiver'
import { timeWindow } from '@assay/collector-otlp/decode/time-window'
import { AssayError } from '@assay/contract/error'
import type { SegmentTable } from '@assay/contract/tables'
import type { Frame } from '@assay/spool/spool'
import { silentLogger } from '@assay/telemetry/log'
import { Readable } from 'node:stream'
import { createRowCheck } from './check-rows.ts'
import type { FuzzCase } from './make-case.ts'

/** Project of all fuzzed rows. */
export const FUZZ_PROJECT = 'default'
/** As a receiver has them by default; nothing of a case comes near. */
const LIMITS = { maxBodyBytes: 64 * 1024 ** 2, idleTimeoutMs: 10_000, bodyTimeoutMs: 10_000 }

export interface CaseResult {
  /** The frames that would have gone to the spool; empty when all was refused. */
  frames: readonly Frame[]
  rows: Partial<Record<SegmentTable, number>>
  isMalformed: boolean
}

/** Runs cases through the whole way of a request, up to the spool, and checks each row that it wrote. */
export function createCaseRunner(now: Date): (fuzzCase: FuzzCase) => Promise<CaseResult> {
  let version = BigInt(now.getTime()) << 20n
  const window = timeWindow(now)
  let frames: Frame[] = []
  const checkRows = createRowCheck(FUZZ_PROJECT)
  const receiver = openReceiver({
    authenticate: () => Promise.resolve({ projectId: FUZZ_PROJECT }),
    nextVersion: () => (version += 2n),
    timeWindow: () => window,
    newRequestId: () => 'request',
    log: silentLogger,
    spool: {
      append: (given) => {
        // Their buffers are written into again once the request is answered.
        frames = given.map((frame) => ({ ...frame, payload: Buffer.from(frame.payload) }))
        return Promise.resolve()
      },
    },
  })
  const signals = new Map(receiver.signals.map((signal) => [signal.path, signal]))
  return async ({ path, encoding, isGzip, body }) => {
    frames = []
    let isMalformed = false
    try {
      const plain = isGzip
        ? await readBody(Readable.from([body]), unframed(true), LIMITS, () => undefined)
        : body
      await signals.get(path)!.receive(plain, encoding, FUZZ_PROJECT)
    } catch (error) {
      if (!(error instanceof AssayError) || error.code !== 'invalid') throw error
      isMalformed = true
      if (frames.length > 0)
        throw new Error('refused as a whole after its rows were written', { cause: error })
    }
    return { frames, rows: checkRows(frames), isMalformed }
  }
}
