import { AssayError } from '@assay/contract/error'
import { readFile } from 'node:fs/promises'
import { scanSegment, type ScannedSegment } from './scan-segment.ts'

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

/** Reads a segment up to its last acknowledged frame. @throws AssayError `internal` with `isDamaged` when the file is damaged before it. */
export async function readSegment(segment: SealedSegment): Promise<ScannedSegment> {
  const file = await readFile(segment.path)
  const scanned = scanSegment(file.subarray(0, segment.bytes))
  if (!scanned || scanned.validBytes < segment.bytes) {
    const at = scanned?.validBytes ?? 0
    const message = `segment ${segment.id} is damaged after ${at} of ${segment.bytes} bytes`
    throw new AssayError('internal', message, { isDamaged: true })
  }
  return scanned
}
