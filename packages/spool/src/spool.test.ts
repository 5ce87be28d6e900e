import { silentLogger } from '@assay/telemetry/log'
import { appendFileSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSegment } from './sealed-segment.ts'
import { createSegmentFile } from './segment-file.ts'
import { openSpool, type Frame, type Spool, type SpoolOptions } from './spool.ts'

const frame = (text: string): Frame => ({ table: 'spans', rows: 1, payload: Buffer.from(text) })
const dirs: string[] = []
let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'assay-spool-'))
  dirs.push(dir)
})
afterEach(() => dirs.splice(0).forEach((d) => rmSync(d, { recursive: true, force: true })))

const open = (options: Partial<SpoolOptions> = {}): Promise<Spool> =>
  openSpool({ dir, maxBytes: 1e8, now: Date.now, log: silentLogger, ...options })

/** Takes all sealed segments and what is in them, as texts of one byte string each. */
async function takeAll(spool: Spool): Promise<string[]> {
  await spool.seal()
  const texts: string[] = []
  const stop = new AbortController()
  if (spool.stats().segments === 0) return texts
  for await (const segment of spool.nextSealed(stop.signal)) {
    const { parts } = await readSegment(segment)
    texts.push(...parts.flatMap((part) => part.payloads.map(String)))
    await spool.remove(segment.id)
    if (spool.stats().segments === 0) stop.abort()
  }
  return texts
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => String(i))

describe('the spool', () => {
  it('gives back what was appended, in order, and is empty afterwards', async () => {
    const spool = await open()
    await Promise.all(numbers(500).map((n) => spool.append([frame(n)])))
    expect(await takeAll(spool)).toEqual(numbers(500))
    expect(spool.stats()).toMatchObject({ bytes: 0, segments: 0, oldestAgeMs: 0, appendedRows: 500 })
    await spool.close()
  })

  it('shares one fdatasync between the appends that come together', async () => {
    const spool = await open()
    await Promise.all(numbers(1000).map((n) => spool.append([frame(n)])))
    expect(spool.stats().fsyncs).toBeLessThanOrEqual(3)
    await spool.close()
  })

  it('writes what is made late behind all that was answered and before all that was not', async () => {
    const spool = await open()
    const answered: string[] = []
    const append = (n: string) => spool.append([frame(n)]).then(() => answered.push(n))
    const late: string[][] = []
    const early = numbers(50).map(append)
    const telling = spool.appendLate(() => {
      late.push([...answered])
      return [frame('late')]
    })
    await Promise.all([...early, telling, ...['a', 'b'].map(append)])
    await spool.appendLate(() => [])
    const all = await takeAll(spool)
    expect(all.slice(0, all.indexOf('late'))).toEqual(late[0])
    expect(all).toHaveLength(53)
    await spool.close()
  })

  it('keeps everything across a restart, oldest first, under ids that never repeat', async () => {
    const ids = new Set<string>()
    for (let run = 0; run < 4; run++) {
      // A clock that goes back must not bring an id back.
      const spool = await open({ now: () => 1_790_000_000_000 - run * 1000 })
      await spool.append([frame(`run ${run}`)])
      await spool.close()
      readdirSync(dir)
        .filter((name) => name.endsWith('.wal'))
        .forEach((name) => ids.add(name))
    }
    expect(ids.size).toBe(4)
    const spool = await open()
    expect(await takeAll(spool)).toEqual(['run 0', 'run 1', 'run 2', 'run 3'])
    await spool.close()
  })

  it('cuts a torn end at recovery and keeps all before it', async () => {
    const spool = await open()
    await spool.append([frame('whole')])
    await spool.close()
    const path = join(
      dir,
      readdirSync(dir).find((name) => name.endsWith('.wal'))!,
    )
    appendFileSync(path, Buffer.from([200, 0, 0, 0, 1, 2, 3]))
    const again = await open()
    expect(await takeAll(again)).toEqual(['whole'])
    await again.close()
  })

  it('puts a file without a whole head aside and starts', async () => {
    writeFileSync(join(dir, '000001700000000000-aa.wal'), 'ASSAY')
    const spool = await open()
    expect(spool.stats().segments).toBe(0)
    expect(readdirSync(join(dir, 'quarantine'))).toEqual(['000001700000000000-aa.wal'])
    await spool.close()
  })

  it('refuses an append that would exceed its limit, says when to come back, and takes the next when there is room', async () => {
    const spool = await open({ maxBytes: 20_000 })
    const big = { table: 'spans' as const, rows: 1, payload: Buffer.alloc(8_000) }
    await spool.append([big])
    await expect(spool.append([big, big])).rejects.toMatchObject({
      code: 'unavailable',
      details: { retryAfterSeconds: 30 },
    })
    expect(spool.stats()).toMatchObject({ refusedAppends: 1, appendedRows: 1 })
    await takeAll(spool)
    await spool.append([big])
    await spool.close()
  })

  it('seals by size', async () => {
    const spool = await open({ segmentBytes: 4096 })
    for (let i = 0; i < 10; i++)
      await spool.append([{ table: 'spans', rows: 1, payload: Buffer.alloc(4096) }])
    expect(spool.stats().segments).toBe(10)
    await spool.close()
  })

  it('lets the segment grow while the loader is busy, and hands it over when the loader is idle', async () => {
    const spool = await open({ segmentAgeMs: 50 })
    const segments = spool.nextSealed(new AbortController().signal)[Symbol.asyncIterator]()
    const first = segments.next()
    await spool.append([frame('a')])
    const busyWith = await first
    for (const n of numbers(20)) {
      await spool.append([frame(n)])
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    expect(spool.stats().segments).toBe(2)
    const second = await segments.next()
    expect(second.done === false && second.value.rows).toBe(20)
    expect(busyWith.done).toBe(false)
    await spool.close()
  })

  it('finds damage before the last acknowledged frame instead of loading less', async () => {
    const spool = await open()
    await spool.append([frame('one'), frame('two')])
    await spool.seal()
    for await (const segment of spool.nextSealed(new AbortController().signal)) {
      truncateSync(segment.path, segment.bytes - 1)
      await expect(readSegment(segment)).rejects.toMatchObject({ details: { isDamaged: true } })
      break
    }
    await spool.close()
  })

  it('refuses appends after it was closed', async () => {
    const spool = await open()
    await spool.close()
    await expect(spool.append([frame('late')])).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('acknowledges nothing that a failing disk took, never writes to that file again, and recovers', async () => {
    let writes = 0
    const spool = await open({
      createFile: async (...args) => {
        const file = await createSegmentFile(...args)
        return Object.assign(Object.create(file) as typeof file, {
          async write(buffers: Buffer[], rows: number) {
            await file.write(buffers, rows)
            if (++writes === 2) throw new Error('EIO')
          },
          seal: () => file.seal(),
        })
      },
    })
    await spool.append([frame('kept')])
    await expect(spool.append([frame('failed')])).rejects.toMatchObject({ code: 'unavailable' })
    await spool.append([frame('next')])
    expect(spool.stats()).toMatchObject({ failedWrites: 1, segments: 2 })
    await spool.close()
    const again = await open()
    // The frame of the failed write may come back: it was on disk and nobody was told that it was not.
    expect((await takeAll(again)).filter((text) => text !== 'failed')).toEqual(['kept', 'next'])
    await again.close()
  })

  it('refuses while no file can be made and works again when one can', async () => {
    let isFull = true
    const spool = await open({
      createFile: (...args) => (isFull ? Promise.reject(new Error('ENOSPC')) : createSegmentFile(...args)),
    })
    await expect(spool.append([frame('a')])).rejects.toMatchObject({ code: 'unavailable' })
    isFull = false
    await spool.append([frame('b')])
    expect(await takeAll(spool)).toEqual(['b'])
    await spool.close()
  })
})
