import type { SegmentTable } from '@assay/contract/tables'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeCase, type FuzzSignal } from './make-case.ts'
import { createCaseRunner } from './run-case.ts'

/** What the parent is told: where it is, one finding, or the end. */
export type Told = { at: number } | { failed: number; error: string } | ({ done: true } & ChildSum)

/** What a child did: cases by signal, and rows by table, all and those it kept. */
export interface ChildSum {
  cases: Record<FuzzSignal, number>
  malformed: Record<FuzzSignal, number>
  rows: Record<string, number>
  kept: Record<string, number>
  slowestMs: number
}

/** Processor time that one case may take, in milliseconds; sound ones take less than one. */
const CASE_MS = 500

// `node child.ts <seed> <first> <count> <keep every n-th> <folder>`: runs cases and keeps some of their rows in files.
const [seed = 1, first = 0, count = 0, keepEvery = 10] = process.argv.slice(2, 6).map(Number)
const folder = process.argv[6] ?? '.'
const tell = (told: Told) => process.stdout.write(`${JSON.stringify(told)}\n`)
const now = new Date()
const nowNs = BigInt(now.getTime()) * 1_000_000n
const run = createCaseRunner(now)
const sum: ChildSum = {
  cases: { traces: 0, logs: 0, metrics: 0 },
  malformed: { traces: 0, logs: 0, metrics: 0 },
  rows: {},
  kept: {},
  slowestMs: 0,
}
for (let index = first; index < first + count; index++) {
  if (index % 500 === 0) tell({ at: index })
  const fuzzCase = makeCase(seed, index, nowNs)
  sum.cases[fuzzCase.signal]++
  const begun = process.cpuUsage()
  try {
    const result = await run(fuzzCase)
    const used = process.cpuUsage(begun)
    const ms = (used.user + used.system) / 1000
    sum.slowestMs = Math.max(sum.slowestMs, ms)
    if (ms > CASE_MS) tell({ failed: index, error: `it took ${Math.round(ms)} ms of processor time` })
    if (result.isMalformed) sum.malformed[fuzzCase.signal]++
    for (const [table, rows] of Object.entries(result.rows)) sum.rows[table] = (sum.rows[table] ?? 0) + rows
    for (const { table, payload, rows } of result.frames)
      // A body is written once, with whichever case says it first.
      if (index % keepEvery === 0 || table === 'message_bodies') keep(table, payload, rows)
  } catch (error) {
    tell({ failed: index, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}
tell({ done: true, ...sum })

function keep(table: SegmentTable, payload: Buffer, rows: number): void {
  appendFileSync(join(folder, `${table}.rowbinary`), payload)
  sum.kept[table] = (sum.kept[table] ?? 0) + rows
}
