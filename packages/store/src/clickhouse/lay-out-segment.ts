import { AssayError } from '@assay/contract/error'
import { CHUNK_BYTES, readSegment, type ReadMemory, type SealedSegment } from '@assay/spool/sealed-segment'
import type { SegmentPart } from '@assay/spool/scan-segment'
import { writeAll } from '@assay/spool/write-all'
import { open } from 'node:fs/promises'
import { join } from 'node:path'

const TABLE = /^[a-z_]+$/

/** A segment whose rows stand in one file a table, or soon will. */
export interface LaidOutSegment {
  id: string
  /** Its rows; they stand in the memory it was read into until the next is. */
  parts: readonly SegmentPart[]
  /** The path of each part's file, RowBinary, in the order of `parts`, when it is written. */
  files: readonly Promise<string>[]
}

/**
 * Reads a segment, then writes the rows of each table one behind the other into a file in `folder`. A second time
 * writes the same files.
 * @param chunkBytes Bytes of one read or write.
 * @throws AssayError `internal` where the segment is damaged.
 */
export async function layOutSegment(
  segment: SealedSegment,
  folder: string,
  memory?: ReadMemory,
  chunkBytes: number = CHUNK_BYTES,
): Promise<LaidOutSegment> {
  const { parts } = await readSegment(segment, memory, chunkBytes)
  const files = parts.map(async (part) => {
    if (!TABLE.test(part.table))
      throw new AssayError('internal', `segment ${segment.id} names a table ${part.table}`)
    const path = join(folder, `${segment.id}.${part.table}.rowbinary`)
    await writePart(path, part, chunkBytes)
    return path
  })
  for (const file of files) file.catch(() => undefined) // Told to whoever takes it.
  return { id: segment.id, parts, files }
}

/** Writes the payloads one behind the other. The spool holds them safely, so nothing is synced. */
async function writePart(path: string, part: SegmentPart, chunkBytes: number): Promise<void> {
  const file = await open(path, 'w')
  try {
    let at = 0
    for (const chunk of chunks(part.payloads, chunkBytes)) at += await writeAll(file, chunk, at)
  } finally {
    await file.close()
  }
}

/** The payloads in order, cut and gathered so that each chunk but the last is `chunkBytes` long. */
function* chunks(payloads: readonly Buffer[], chunkBytes: number): Generator<Buffer[]> {
  let chunk: Buffer[] = []
  let room = chunkBytes
  for (const payload of payloads) {
    for (let from = 0; from < payload.length;) {
      const slice = payload.subarray(from, from + room)
      chunk.push(slice)
      from += slice.length
      room -= slice.length
      if (room > 0) continue
      yield chunk
      chunk = []
      room = chunkBytes
    }
  }
  if (chunk.length > 0) yield chunk
}
