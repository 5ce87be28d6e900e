import { writeFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { SPANS_COLUMNS } from '@assay/contract/tables'
import type { ClickHouse } from '@assay/store/clickhouse/open'
import { describeEngines } from './engines.ts'
import { frameOf } from './segment-rows.ts'

describeEngines('the ClickHouse client', (open) => {
  let clickhouse: ClickHouse
  beforeAll(async () => {
    clickhouse = await open()
  })

  it('hands every kind of parameter over unharmed', async () => {
    const text = `it's "q" \\ \\n \t\n\r\b\f\0 ünï 🎈 {x:String} ; DROP TABLE spans`
    const list = [text, '', "'", '\\', 'a,b']
    const rows = await clickhouse.query({
      name: 'parameters',
      sql: `SELECT {text:String} AS text, {list:Array(String)} AS list, {none:Nullable(String)} AS none,
        toString({big:UInt64}) AS big, {n:Float64} AS n, {yes:Bool} AS yes, {numbers:Array(UInt32)} AS numbers`,
      params: { text, list, none: null, big: 2n ** 64n - 1n, n: -1.5, yes: true, numbers: [1, 2] },
      rows: z.object({
        text: z.string(),
        list: z.array(z.string()),
        none: z.null(),
        big: z.string(),
        n: z.number(),
        yes: z.boolean(),
        numbers: z.array(z.number()),
      }),
    })
    expect(rows).toEqual([
      { text, list, none: null, big: '18446744073709551615', n: -1.5, yes: true, numbers: [1, 2] },
    ])
  })

  it('hands over lists that are longer than a URL may be', async () => {
    const ids = Array.from({ length: 2000 }, (_, i) => i.toString(16).padStart(32, '0'))
    const [answer] = await clickhouse.query({
      name: 'long-list',
      sql: 'SELECT {ids:Array(String)} AS ids, {text:String} AS text',
      params: { ids, text: "it's \n" },
      rows: z.object({ ids: z.array(z.string()), text: z.string() }),
    })
    expect(answer).toEqual({ ids, text: "it's \n" })
  })

  it('never lets a query see the parameters or settings of another', async () => {
    const answer = z.object({ project: z.string(), threads: z.number() })
    const ask = (project: string) =>
      clickhouse.query({
        name: 'own',
        sql: "SELECT {project:String} AS project, toUInt32(getSetting('max_threads')) AS threads FROM numbers(1) WHERE sleep(0.01) = 0",
        params: { project },
        ...(project.endsWith('7') ? { settings: { max_threads: 7 } } : {}),
        rows: answer,
      })
    const names = Array.from({ length: 60 }, (_, i) => `p${i}`)
    const answers = (await Promise.all(names.map(ask))).flat()
    expect(answers.map((a) => a.project)).toEqual(names)
    expect(answers.filter((a) => a.threads === 7).map((a) => a.project)).toEqual(
      names.filter((n) => n.endsWith('7')),
    )
    const forgotten = clickhouse.query({
      name: 'forgotten',
      sql: 'SELECT {project:String} AS project',
      rows: answer,
    })
    await expect(forgotten).rejects.toMatchObject({ code: 'internal' })
  })

  it('answers a small query while a big one runs', async () => {
    const big = clickhouse.query({
      name: 'big',
      sql: 'SELECT max(sipHash64(number)) > 0 AS x FROM numbers({n:UInt64})',
      params: { n: 60_000_000 },
      settings: { max_threads: 1 },
      rows: z.object({ x: z.number() }),
    })
    let isBigDone = false
    void big.then(() => (isBigDone = true))
    await clickhouse.query({
      name: 'small',
      sql: 'SELECT {n:UInt8} AS x',
      params: { n: 1 },
      rows: z.object({ x: z.number() }),
    })
    expect(isBigDone).toBe(false)
    await big
  })

  it('tells callers what failed without the SQL, and keeps the cause', async () => {
    const error: unknown = await clickhouse
      .query({ name: 'wrong', sql: 'SELECT secret_column FROM spans', rows: z.object({}) })
      .catch((e: unknown) => e)
    expect(error).toMatchObject({
      code: 'internal',
      message: 'query wrong failed',
      details: { engineCode: '47' },
    })
    expect((error as Error).cause).toBeInstanceOf(Error)
  })

  it('stops a query at its time limit and says unavailable', async () => {
    const begun = performance.now()
    const slow = clickhouse.query({
      name: 'slow',
      sql: 'SELECT sum(sipHash64(number)) AS x FROM numbers(100000000000)',
      timeoutMs: 300,
      rows: z.object({ x: z.number() }),
    })
    await expect(slow).rejects.toMatchObject({ code: 'unavailable' })
    expect(performance.now() - begun).toBeLessThan(1500)
  })

  it('rejects at once when the caller leaves', async () => {
    const abort = new AbortController()
    const left = clickhouse.query({
      name: 'left',
      sql: 'SELECT sum(sipHash64(number)) AS x FROM numbers(100000000000)',
      timeoutMs: 1000,
      signal: abort.signal,
      rows: z.object({ x: z.number() }),
    })
    setTimeout(() => abort.abort(), 50)
    await expect(left).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('refuses an answer that is larger than its bound', async () => {
    const many = clickhouse.query({
      name: 'many',
      sql: 'SELECT number AS x FROM numbers(1000001)',
      rows: z.object({ x: z.number() }),
    })
    await expect(many).rejects.toMatchObject({ code: 'internal', details: { engineCode: '396' } })
  })

  it('never answers a query with rows that a failed one had begun to write', async () => {
    const x = z.object({ x: z.number() })
    for (let i = 0; i < 8; i++) {
      const broken = clickhouse.query({
        name: 'broken',
        sql: 'SELECT throwIf(number = 300000) + number AS x FROM numbers(300001)',
        rows: x,
      })
      await expect(broken).rejects.toMatchObject({ code: 'internal' })
      const answers = await Promise.all(
        [1, 2, 3].map(() => clickhouse.query({ name: 'next', sql: 'SELECT 7 AS x', rows: x })),
      )
      expect(answers).toEqual([[{ x: 7 }], [{ x: 7 }], [{ x: 7 }]])
    }
  })

  it('says internal when rows have another shape than the question promises', async () => {
    const odd = clickhouse.query({ name: 'odd', sql: "SELECT 'a' AS x", rows: z.object({ x: z.number() }) })
    await expect(odd).rejects.toMatchObject({ code: 'internal' })
  })

  it('inserts a file once, however often it is sent, as one part a day', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'assay-rows-')), 'rows.bin')
    const day = 86_400n * 1_000_000_000n
    const rows = Array.from({ length: 20_000 }, (_, i) => ({
      project_id: 'p',
      trace_id: (i + 1).toString(16),
      span_id: (i + 1).toString(16),
      start_time: 20_000n * day + BigInt(i % 120) * day,
      name: `n${i % 10}`,
      tags: ['a', 'b'],
      version: 1,
    }))
    writeFileSync(path, frameOf('spans', rows).payload)
    const insert = { table: 'spans', columns: SPANS_COLUMNS, path, rows: rows.length, token: 'one' }
    for (let i = 0; i < 3; i++) await clickhouse.insertFile(insert)
    const [count] = await clickhouse.query({
      name: 'count',
      sql: 'SELECT count() AS rows, uniqExact(_part) AS parts, uniqExact(trace_id) AS traces FROM spans',
      rows: z.object({ rows: z.number(), parts: z.number(), traces: z.number() }),
    })
    expect(count).toEqual({ rows: 20_000, parts: 120, traces: 20_000 })
    const [views] = await clickhouse.query({
      name: 'views',
      sql: "SELECT (SELECT count() FROM trace_index) AS traces, (SELECT uniqMerge(traces) FROM facets WHERE field = 'name') AS named",
      rows: z.object({ traces: z.number(), named: z.number() }),
    })
    expect(views!.traces).toBe(20_000)
    expect(Math.abs(views!.named - 20_000)).toBeLessThan(600)
  })

  it('answers a ping', async () => {
    await expect(clickhouse.ping()).resolves.toBeUndefined()
  })
})
