import type { Logger } from '@assay/telemetry/log'
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { SealedSegment } from './sealed-segment.ts'
import { scanSegment, type SegmentPart } from './scan-segment.ts'

export const SUFFIX = '.wal'
export const QUARANTINE = 'quarantine'

/**
 * Finds the segments that an earlier process left. Each is cut after its last whole frame, for what follows
 * was never acknowledged; a file without a whole head holds no acknowledged frame and is put aside.
 */
export async function recoverSegments(
  dir: string,
  log: Logger,
  onRecovered?: (parts: readonly SegmentPart[]) => void,
): Promise<SealedSegment[]> {
  await mkdir(join(dir, QUARANTINE), { recursive: true })
  const names = (await readdir(dir)).filter((name) => name.endsWith(SUFFIX)).sort()
  const sealed: SealedSegment[] = []
  for (const name of names) {
    const path = join(dir, name)
    const file = await readFile(path)
    const scanned = scanSegment(file)
    if (!scanned || scanned.rows === 0) {
      log.warn('a segment without acknowledged rows is put aside', { segment: name, bytes: file.length })
      await rename(path, join(dir, QUARANTINE, name))
      continue
    }
    if (scanned.validBytes < file.length) {
      log.warn('a torn segment is cut', { segment: name, cutBytes: file.length - scanned.validBytes })
      await cut(path, scanned.validBytes)
    }
    onRecovered?.(scanned.parts)
    const id = name.slice(0, -SUFFIX.length)
    sealed.push({
      id,
      path,
      bytes: scanned.validBytes,
      rows: scanned.rows,
      openedAtMs: Number.parseInt(id, 10),
    })
  }
  if (sealed.length > 0) log.info('segments of an earlier run wait to be loaded', { segments: sealed.length })
  return sealed
}

async function cut(path: string, bytes: number): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.truncate(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}
