import { AssayError } from '@assay/contract/error'
import { readSegment, type ReadMemory, type SealedSegment } from '@assay/spool/sealed-segment'
import type { SegmentPart } from '@assay/spool/scan-segment'
import { writeAll } from '@assay/spool/write-all'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { arrivalsOf, type Arrival } from './arrivals.ts'
import type { ClickHouse } from './client.ts'

const TABLE = /^[a-z_]+$/

/**
 * Inserts all rows of a segment, one block a table, the tables side by side, under tokens made of its id: a
 * second load adds no row.
 * @param memory What the rows are read into; they stand in it until the next segment is.
 * @returns the number of rows per table, whose they are, and the rows themselves.
 */
export async function loadSegment(
  segment: SealedSegment,
  clickhouse: ClickHouse,
  folder: string,
  memory?: ReadMemory,
): Promise<{ rowsByTable: Record<string, number>; arrivals: Arrival[]; parts: readonly SegmentPart[] }> {
  const { parts } = await readSegment(segment, memory)
  const insert = (part: SegmentPart) => insertPart(segment.id, part, clickhouse, folder)
  // What spans refer to stands before them.
  const bodies = Promise.all(parts.filter((part) => part.table === 'message_bodies').map(insert))
  const inserts = await Promise.allSettled([
    bodies,
    ...parts
      .filter((part) => part.table !== 'message_bodies')
      .map((part) => (part.table === 'span_content' ? bodies.then(() => insert(part)) : insert(part))),
  ])
  const failed = inserts.find((insert) => insert.status === 'rejected')
  if (failed) throw failed.reason
  return {
    rowsByTable: Object.fromEntries(parts.map((part) => [part.table, part.rows])),
    arrivals: parts.flatMap(arrivalsOf),
    parts,
  }
}

async function insertPart(
  id: string,
  part: SegmentPart,
  clickhouse: ClickHouse,
  folder: string,
): Promise<void> {
  const { table, columns, rows } = part
  if (!TABLE.test(table)) throw new AssayError('internal', `segment ${id} names a table ${table}`)
  const token = `${id}.${table}`
  const path = join(folder, `${token}.rowbinary`)
  try {
    await writePart(path, part)
    await clickhouse.insertFile({ table, columns, path, rows, token })
  } finally {
    await rm(path, { force: true })
  }
}

/** Bytes of one write: a longer one keeps a processor, and who waits for an acknowledgement waits for it. */
const WRITE_BYTES = 1024 ** 2

/** Writes the payloads one behind the other. The spool holds them safely, so nothing is synced. */
async function writePart(path: string, part: SegmentPart): Promise<void> {
  const file = await open(path, 'w')
  try {
    let at = 0
    for (const payload of part.payloads) {
      for (let from = 0; from < payload.length; from += WRITE_BYTES)
        at += await writeAll(file, [payload.subarray(from, from + WRITE_BYTES)], at)
    }
  } finally {
    await file.close()
  }
}
