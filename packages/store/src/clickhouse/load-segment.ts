import { rm } from 'node:fs/promises'
import { arrivalsOf, type Arrival } from './arrivals.ts'
import type { ClickHouse } from './client.ts'
import type { LaidOutSegment } from './lay-out-segment.ts'

/** Bodies stand before what refers to them. */
const CONTENT = ['message_bodies', 'span_content']

/**
 * Inserts all rows of a segment, one block a table, under tokens made of its id: a second load adds no row. Its
 * files are gone afterwards, however that ends.
 * @param sideBySide Whether tables are inserted at one time, which is faster and takes two processors.
 * @returns the number of rows per table and whose they are.
 */
export async function loadSegment(
  { id, parts, paths }: LaidOutSegment,
  clickhouse: ClickHouse,
  sideBySide: boolean,
): Promise<{ rowsByTable: Record<string, number>; arrivals: Arrival[] }> {
  const inserts = parts.map(({ table, columns, rows }, i) => ({
    table,
    run: () => clickhouse.insertFile({ table, columns, path: paths[i] ?? '', rows, token: `${id}.${table}` }),
  }))
  const content = CONTENT.flatMap((table) => inserts.filter((insert) => insert.table === table))
  const others = inserts.filter((insert) => !content.includes(insert))
  try {
    await (sideBySide
      ? allSettled([inTurn(content), ...others.map(({ run }) => run())])
      : inTurn([...content, ...others]))
  } finally {
    await Promise.all(paths.map((path) => rm(path, { force: true })))
  }
  return {
    rowsByTable: Object.fromEntries(parts.map((part) => [part.table, part.rows])),
    arrivals: parts.flatMap(arrivalsOf),
  }
}

async function inTurn(inserts: readonly { run: () => Promise<void> }[]): Promise<void> {
  for (const { run } of inserts) await run()
}

/** Waits for all, so that none still reads its file, and throws what the first failed with. */
async function allSettled(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
}
