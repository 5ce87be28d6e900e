import { constants } from 'node:fs'
import { open, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { CURRENT_TABLES, encodeFrameHead, encodeHead, type Frame } from './segment-format.ts'
import { SUFFIX } from './recover-segments.ts'
import type { SealedSegment } from './sealed-segment.ts'
import { writeAll } from './write-all.ts'

/** Makes a change of a directory's entries durable. */
export async function syncDirectory(dir: string): Promise<void> {
  const handle = await open(dir, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Buffers of frames as they go to disk. */
export function encodeFrames(frames: readonly Frame[]): Buffer[] {
  return frames.flatMap((frame) => [encodeFrameHead(frame), frame.payload])
}

/** A segment that is being written. Everything up to `bytes` is durable. */
export interface SegmentFile {
  readonly id: string
  readonly path: string
  readonly openedAtMs: number
  readonly bytes: number
  readonly rows: number
  /** Writes the buffers and waits until they are durable. After an error the file takes nothing more. */
  write(buffers: Buffer[], rows: number): Promise<void>
  /** Closes the file; null where it holds nothing durable, and then it is gone. */
  seal(): Promise<SealedSegment | null>
}

/** O_DSYNC: a write returns when its bytes are durable, as with an fdatasync behind it, but for one wait instead of two. */
const FLAGS = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_DSYNC

/** Makes a segment file; its head goes to disk with the first write. */
export async function createSegmentFile(dir: string, id: string, openedAtMs: number): Promise<SegmentFile> {
  const path = join(dir, id + SUFFIX)
  const handle = await open(path, FLAGS)
  let pendingHead: Buffer | null = encodeHead({ id, tables: CURRENT_TABLES })
  let bytes = 0
  let rows = 0
  let isTorn = false

  return {
    id,
    path,
    openedAtMs,
    get bytes() {
      return bytes
    },
    get rows() {
      return rows
    },
    async write(buffers, moreRows) {
      const all = pendingHead ? [pendingHead, ...buffers] : buffers
      isTorn = true
      const written = await writeAll(handle, all, bytes)
      if (pendingHead) await syncDirectory(dir)
      pendingHead = null
      bytes += written
      rows += moreRows
      isTorn = false
    },
    async seal() {
      // What a failed write left must not be read: a later recovery could take it for acknowledged rows.
      if (isTorn && bytes > 0) await handle.truncate(bytes).catch(() => undefined)
      await handle.close().catch(() => undefined)
      if (bytes > 0) return { id, path, bytes, rows, openedAtMs }
      await unlink(path).catch(() => undefined)
      return null
    },
  }
}
