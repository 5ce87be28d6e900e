import { firstVersionAt } from '@assay/contract/arrival'
import { openSpool, type Frame } from '@assay/spool/spool'
import { silentLogger } from '@assay/telemetry/log'
import { MinuteCounts } from '@assay/telemetry/ingest/minute-counts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startStatsWriter } from './ingest-stats-rows.ts'
import { createUncountedArrivals } from './uncounted-arrivals.ts'

const AT = 1_795_176_000_000
let dir: string
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'assay-uncounted-'))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** Rows of a project as the collector writes them: the project first, the arrival number last. */
function rowsOf(table: Frame['table'], projectId: string, rows: number): Frame {
  const version = Buffer.alloc(8)
  version.writeBigUInt64LE(firstVersionAt(AT))
  const payload = Buffer.concat([Buffer.from([projectId.length]), Buffer.from(`${projectId}…`), version])
  return { table, rows, payload }
}

/** What a start finds that its predecessor had not counted. */
async function foundAtStart() {
  const uncounted = createUncountedArrivals()
  const minutes = new MinuteCounts()
  const spool = await openSpool({
    dir,
    maxBytes: 1e8,
    now: Date.now,
    log: silentLogger,
    onRecovered: uncounted.add,
  })
  uncounted.countInto(minutes)
  return { spool, minutes }
}
const brief = (minutes: MinuteCounts) =>
  minutes.take().map((row) => [row.projectId, row.minuteMs, row.signal, row.event, row.items])

test('after a kill, what was acknowledged behind the last counts is counted once, in the minute of its arrival', async () => {
  const { spool, minutes } = await foundAtStart()
  const writer = startStatsWriter(minutes, spool, silentLogger)
  const take = async (frame: Frame, items: number) => {
    await spool.append([frame])
    minutes.add({ projectId: 'p', signal: 'traces', event: 'accepted', reason: '', items }, AT)
  }
  // Counts that were asked for before these were answered hold all that was answered by then, and stand behind it.
  await Promise.all([
    take(rowsOf('spans', 'p', 2), 2),
    writer.flush(),
    take(rowsOf('spans', 'p', 3), 3),
    take(rowsOf('spans', 'p', 5), 5),
  ])
  await writer.flush()
  await spool.append([rowsOf('spans', 'p', 7), rowsOf('span_content', 'p', 7)])
  await spool.seal()
  await spool.append([rowsOf('logs', 'q', 1)])
  writer.stop()
  await spool.close()

  const next = await foundAtStart()
  expect(brief(next.minutes)).toEqual([
    ['p', AT, 'traces', 'received', 7],
    ['p', AT, 'traces', 'accepted', 7],
    ['q', AT, 'logs', 'received', 1],
    ['q', AT, 'logs', 'accepted', 1],
  ])
  await next.spool.close()
})
