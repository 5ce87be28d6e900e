import { AssayError } from '@assay/contract/error'
import { open } from 'node:fs/promises'
import { scanInSteps, type ScannedSegment } from './scan-segment.ts'

/** A segment that takes no more frames and waits to be loaded. */
export interface SealedSegment {
  /** Sorts by time; also the stem of the deduplication tokens. */
  id: string
  path: string
  /** Length up to the last acknowledged frame. */
  bytes: number
  rows: number
  /** Unix milliseconds. */
  openedAtMs: number
}

/** Memory that segments are read into one after the other: a new buffer for each would wait long for its collection. */
export interface ReadMemory {
  buffer: Buffer
}

/** Bytes of one read or write of a segment: a longer one keeps a processor, and who waits for an acknowledgement waits for it. */
export const CHUNK_BYTES = 1024 ** 2

/**
 * Reads a segment up to its last acknowledged frame. What it gives lies in `memory`, and is gone with the next that is read into it.
 * @throws AssayError `internal` with `isDamaged` when the file is damaged before it.
 */
export async function readSegment(
  segment: SealedSegment,
  memory: ReadMemory = { buffer: Buffer.alloc(0) },
  chunkBytes: number = CHUNK_BYTES,
): Promise<ScannedSegment> {
  if (memory.buffer.length < segment.bytes) memory.buffer = Buffer.allocUnsafeSlow(segment.bytes)
  const file = await readInto(memory.buffer.subarray(0, segment.bytes), segment.path, chunkBytes)
  const scanned = await scan(file)
  if (!scanned || scanned.validBytes < segment.bytes) {
    const at = scanned?.validBytes ?? 0
    const message = `segment ${segment.id} is damaged after ${at} of ${segment.bytes} bytes`
    throw new AssayError('internal', message, { isDamaged: true })
  }
  return scanned
}

async function scan(file: Buffer): Promise<ScannedSegment | null> {
  const steps = scanInSteps(file)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** The part of the buffer that the file filled. */
async function readInto(buffer: Buffer, path: string, chunkBytes: number): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    let at = 0
    while (at < buffer.length) {
      const { bytesRead } = await file.read(buffer, at, Math.min(chunkBytes, buffer.length - at), at)
      if (bytesRead === 0) break
      at += bytesRead
    }
    return buffer.subarray(0, at)
  } finally {
    await file.close()
  }
}
