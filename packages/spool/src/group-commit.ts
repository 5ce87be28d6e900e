import { AssayError } from '@assay/contract/error'
import type { Logger } from '@assay/telemetry/log'
import type { SealedSegment } from './sealed-segment.ts'
import { encodeFrames, type SegmentFile } from './segment-file.ts'
import type { Frame } from './segment-format.ts'

export interface GroupCommitOptions {
  create: () => Promise<SegmentFile>
  segmentBytes: number
  segmentAgeMs: number
  now: () => number
  log: Logger
  /** True while the loader has nothing else to do. */
  isWanted: () => boolean
  onSealed: (segment: SealedSegment) => void
}

interface Waiting {
  frames: readonly Frame[] | (() => readonly Frame[])
  bytes: number
  resolve: () => void
  reject: (error: unknown) => void
}

/** Rows wait at least this long for company before an idle loader gets them, in milliseconds. */
const LEAST_AGE_MS = 100

/** Writes appends to the open segment, all that wait together, and seals it by size, by age or when asked. */
export interface GroupCommit {
  append(frames: Waiting['frames'], bytes: number): Promise<void>
  /** Looks again at when the open segment is due; call when the loader becomes idle. */
  plan(): void
  seal(): Promise<void>
  openBytes(): number
  openedAtMs(): number | null
  queuedBytes(): number
  counts(): { appendedRows: number; appendedBytes: number; fsyncs: number; failedWrites: number }
  close(): Promise<void>
}

/** One writer loop over one open segment at a time. */
export function createGroupCommit(options: GroupCommitOptions): GroupCommit {
  const { now, log } = options
  const counts = { appendedRows: 0, appendedBytes: 0, fsyncs: 0, failedWrites: 0 }
  const queue: Waiting[] = []
  let queuedBytes = 0
  let file: SegmentFile | null = null
  let sealedAtMs = 0
  let timer: NodeJS.Timeout | undefined
  let isClosed = false
  let tail: Promise<void> = Promise.resolve()
  let isDraining = false

  /** Writes and seals run one after the other. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    tail = tail.then(work)
    return tail
  }

  const sealFile = async () => {
    clearTimeout(timer)
    timer = undefined
    if (!file) return
    const sealed = await file.seal()
    file = null
    sealedAtMs = now()
    if (sealed) options.onSealed(sealed)
  }

  const plan = () => {
    if (!file || file.bytes === 0 || timer || !options.isWanted()) return
    const dueAt = Math.max(file.openedAtMs + LEAST_AGE_MS, sealedAtMs + options.segmentAgeMs)
    const waitMs = Math.min(Math.max(0, dueAt - now()), options.segmentAgeMs)
    timer = setTimeout(() => {
      timer = undefined
      if (options.isWanted()) void inTurn(sealFile)
    }, waitMs)
  }

  /** What is made late stands before all that comes with it: who waited for the write before has gone on by then. */
  const framesOf = async (batch: Waiting[]): Promise<Frame[]> => {
    const late = batch.flatMap((w) => (typeof w.frames === 'function' ? [w.frames] : []))
    if (late.length > 0) await new Promise((resolve) => setImmediate(resolve))
    return [
      ...late.flatMap((make) => make()),
      ...batch.flatMap((w) => (typeof w.frames === 'function' ? [] : w.frames)),
    ]
  }

  const writeBatch = async (batch: Waiting[]) => {
    const bytes = batch.reduce((sum, w) => sum + w.bytes, 0)
    try {
      const frames = await framesOf(batch)
      const rows = frames.reduce((n, frame) => n + frame.rows, 0)
      if (rows > 0) {
        file ??= await options.create()
        await file.write(encodeFrames(frames), rows)
        counts.fsyncs += 1
      }
      counts.appendedRows += rows
      counts.appendedBytes += bytes
      for (const waiting of batch) waiting.resolve()
    } catch (error) {
      counts.failedWrites += 1
      log.error('the spool cannot write', { error: String(error) })
      const refusal = new AssayError('unavailable', 'the spool cannot write', { retryAfterSeconds: 5 }, error)
      for (const waiting of batch) waiting.reject(refusal)
      await sealFile()
    } finally {
      queuedBytes -= bytes
    }
    if (file && file.bytes >= options.segmentBytes) await sealFile()
    plan()
  }

  const drain = async () => {
    while (queue.length > 0) {
      let count = 0
      for (let bytes = 0; count < queue.length && bytes < options.segmentBytes; count++)
        bytes += queue[count]!.bytes
      await writeBatch(queue.splice(0, count))
    }
    isDraining = false
  }

  return {
    append(frames, bytes) {
      if (isClosed)
        return Promise.reject(new AssayError('unavailable', 'the spool is closed', { retryAfterSeconds: 5 }))
      const done = Promise.withResolvers<void>()
      queue.push({ frames, bytes, resolve: done.resolve, reject: done.reject })
      queuedBytes += bytes
      if (!isDraining) {
        isDraining = true
        void inTurn(drain)
      }
      return done.promise
    },
    plan,
    seal: () => inTurn(sealFile),
    openBytes: () => file?.bytes ?? 0,
    openedAtMs: () => (file && file.bytes > 0 ? file.openedAtMs : null),
    queuedBytes: () => queuedBytes,
    counts: () => ({ ...counts }),
    async close() {
      isClosed = true
      await inTurn(sealFile)
    },
  }
}
