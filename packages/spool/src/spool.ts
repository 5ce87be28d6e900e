import { AssayError } from '@assay/contract/error'
import type { Logger } from '@assay/telemetry/log'
import { randomBytes } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createGroupCommit } from './group-commit.ts'
import { QUARANTINE, recoverSegments } from './recover-segments.ts'
import { createSealedQueue } from './sealed-queue.ts'
import type { SegmentPart } from './scan-segment.ts'
import type { SealedSegment } from './sealed-segment.ts'
import { createSegmentFile } from './segment-file.ts'
import { FRAME_BYTES, MAX_PAYLOAD_BYTES, type Frame } from './segment-format.ts'
import { createSegmentIds } from './segment-id.ts'

export type { Frame } from './segment-format.ts'
export type { SealedSegment } from './sealed-segment.ts'

export interface SpoolOptions {
  dir: string
  /** Bytes of segments on disk past which appends are refused. */
  maxBytes: number
  /** Size at which a segment is sealed. Default 64 MiB. */
  segmentBytes?: number
  /** Least time between two seals while the loader keeps up. Default 500. */
  segmentAgeMs?: number
  /** Clock in Unix milliseconds. */
  now: () => number
  log: Logger
  /** Random part of segment ids. */
  random?: () => string
  /** Gets what each segment of an earlier process holds, oldest first. The payloads are gone when it returns. */
  onRecovered?: (parts: readonly SegmentPart[]) => void
  /** Makes segment files; another one stands in for a failing disk. */
  createFile?: typeof createSegmentFile
}

export interface SpoolStats {
  /** Bytes on disk: sealed segments and the open one. */
  bytes: number
  maxBytes: number
  segments: number
  /** Age of the oldest row that is not loaded yet; 0 where none waits. */
  oldestAgeMs: number
  appendedRows: number
  appendedBytes: number
  fsyncs: number
  refusedAppends: number
  failedWrites: number
  quarantinedSegments: number
}

/** Durable segments on disk between the acknowledgement and ClickHouse. */
export interface Spool {
  readonly dir: string
  /**
   * Resolves when the frames are on disk for good; appends that come together share one write and one fdatasync.
   * @throws AssayError `unavailable` with `retryAfterSeconds` when the spool is full, closed or the disk fails.
   */
  append(frames: readonly Frame[]): Promise<void>
  /**
   * As `append`, of frames that are made when their turn comes: all appends that were answered by then stand before them, and
   * all others behind. For small frames that tell of those before.
   */
  appendLate(make: () => readonly Frame[]): Promise<void>
  /** Sealed segments, oldest first, until the signal aborts or the spool closes. One reader at a time. */
  nextSealed(signal: AbortSignal): AsyncIterable<SealedSegment>
  /** The sealed segment behind that one, if it is there already. */
  sealedAfter(segmentId: string): SealedSegment | undefined
  /** Seals the open segment now, without waiting for its size or age. */
  seal(): Promise<void>
  /** Seals, and resolves when every segment sealed so far is removed or put aside. */
  drained(): Promise<void>
  /** Deletes a segment that is loaded. */
  remove(segmentId: string): Promise<void>
  /** Moves a segment that cannot be loaded to `quarantine/`, for people to look at. */
  quarantine(segmentId: string): Promise<void>
  stats(): SpoolStats
  /** Writes what is queued, then takes no more. Segments stay for the next start. */
  close(): Promise<void>
}

const MIB = 1024 ** 2
/** Bytes of appends that may wait in memory for the disk. */
const MAX_QUEUED_BYTES = 256 * MIB

/** Opens the spool in `dir` and recovers what an earlier process left. The caller holds the lock on the directory. */
export async function openSpool(options: SpoolOptions): Promise<Spool> {
  const { dir, maxBytes, now, log } = options
  await mkdir(dir, { recursive: true })
  const recovered = await recoverSegments(dir, log, options.onRecovered)
  const random = options.random ?? (() => randomBytes(6).toString('hex'))
  const nextId = createSegmentIds(
    now,
    random,
    recovered.map((segment) => segment.id),
  )
  const createFile = options.createFile ?? createSegmentFile
  const sealed = createSealedQueue(recovered)
  let quarantinedSegments = 0
  let refusedAppends = 0

  const commit = createGroupCommit({
    create: () => createFile(dir, nextId(), now()),
    segmentBytes: options.segmentBytes ?? 64 * MIB,
    segmentAgeMs: options.segmentAgeMs ?? 800,
    now,
    log,
    isWanted: () => sealed.isWaitedFor(),
    onSealed: (segment) => sealed.add(segment),
  })
  sealed.onWaiting(() => commit.plan())

  const refuse = (message: string, retryAfterSeconds: number): AssayError => {
    refusedAppends += 1
    return new AssayError('unavailable', message, { retryAfterSeconds })
  }

  const heldBytes = () => sealed.bytes() + commit.openBytes() + commit.queuedBytes()
  const full = () => refuse('the spool is full; ClickHouse does not keep up', 30)

  const takeOut = async (id: string, act: (segment: SealedSegment) => Promise<void>) => {
    const segment = sealed.get(id)
    if (!segment) return
    await act(segment)
    sealed.delete(id)
  }

  return {
    dir,
    async append(given) {
      const frames = given.filter((frame) => frame.rows > 0)
      if (frames.length === 0) return
      const bytes = frames.reduce((sum, frame) => sum + FRAME_BYTES + frame.payload.length, 0)
      if (frames.some((frame) => frame.payload.length >= MAX_PAYLOAD_BYTES)) {
        throw new AssayError('too_large', 'the rows of one append exceed 2 GiB')
      }
      if (heldBytes() + bytes > maxBytes) throw full()
      if (commit.queuedBytes() > 0 && commit.queuedBytes() + bytes > MAX_QUEUED_BYTES) {
        throw refuse('the disk does not keep up', 5)
      }
      await commit.append(frames, bytes)
    },
    async appendLate(make) {
      if (heldBytes() >= maxBytes) throw full()
      await commit.append(make, 0)
    },
    nextSealed: (signal) => sealed.iterate(signal),
    sealedAfter: (id) => sealed.after(id),
    seal: () => commit.seal(),
    async drained() {
      await commit.seal()
      await sealed.emptied()
    },
    remove: (id) => takeOut(id, (segment) => rm(segment.path, { force: true })),
    quarantine: (id) =>
      takeOut(id, async (segment) => {
        await rename(segment.path, join(dir, QUARANTINE, `${id}.wal`))
        quarantinedSegments += 1
      }),
    stats() {
      const oldest = sealed.oldest()?.openedAtMs ?? commit.openedAtMs()
      return {
        bytes: sealed.bytes() + commit.openBytes(),
        maxBytes,
        segments: sealed.size() + (commit.openBytes() > 0 ? 1 : 0),
        oldestAgeMs: oldest === null ? 0 : Math.max(0, now() - oldest),
        ...commit.counts(),
        refusedAppends,
        quarantinedSegments,
      }
    },
    async close() {
      await commit.close()
      sealed.close()
    },
  }
}
