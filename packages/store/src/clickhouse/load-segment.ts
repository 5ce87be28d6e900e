import { rm } from 'node:fs/promises'
import { arrivalsOf, type Arrival } from './arrivals.ts'
import type { ClickHouse } from './client.ts'
import type { LaidOutSegment } from './lay-out-segment.ts'

/**
 * Inserts all rows of a segment, one block a table, each as soon as its file is written, under tokens made of its id: a
 * second load adds no row. Its files are gone afterwards, however that ends.
 * @param sideBySide Whether tables are inserted at one time, which is faster and takes two processors.
 * @returns the number of rows per table and whose they are.
 */
export async function loadSegment(
  { id, parts, files }: LaidOutSegment,
  clickhouse: ClickHouse,
  sideBySide: boolean,
): Promise<{ rowsByTable: Record<string, number>; arrivals: Arrival[] }> {
  const run = sideBySide ? (insert: () => Promise<void>) => insert() : oneByOne()
  const inserts = parts.map(({ table, columns, rows }, i) => ({
    table,
    insert: async () => {
      const path = (await files[i]) ?? ''
      try {
        await run(() => clickhouse.insertFile({ table, columns, path, rows, token: `${id}.${table}` }))
      } finally {
        await rm(path, { force: true })
      }
    },
  }))
  const of = (name: string) => inserts.filter(({ table }) => table === name)
  // What spans refer to stands before them.
  const bodies = Promise.all(of('message_bodies').map(({ insert }) => insert()))
  const others = inserts.filter(({ table }) => table !== 'message_bodies')
  const settled = await Promise.allSettled([
    bodies,
    ...others.map(({ table, insert }) => (table === 'span_content' ? bodies.then(insert) : insert())),
  ])
  const failed = settled.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
  return {
    rowsByTable: Object.fromEntries(parts.map((part) => [part.table, part.rows])),
    arrivals: parts.flatMap(arrivalsOf),
  }
}

/** Runs what it is given in turn, whether the one before succeeded or not. */
function oneByOne(): (work: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  return (work) => (last = last.then(work, work))
}
