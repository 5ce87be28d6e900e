import { SEGMENT_TABLES, type SegmentTable } from '@assay/contract/tables'
import { migrateClickHouse } from '@assay/store/clickhouse/migrate'
import { openClickHouse } from '@assay/store/clickhouse/open'
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { makeApi } from '../../../apps/api/test/make-api.ts'
import { CLICKHOUSE_MIGRATIONS } from '../../int/migrations.ts'
import { createLedger, type Ledger } from '../ledger.ts'
import { residentMiB } from '../resident.ts'
import type { RunOptions, RunResult } from '../run.ts'
import type { Told } from './child.ts'
import { queryRows, type QueryLimits } from './query-rows.ts'
import { FUZZ_PROJECT } from './run-case.ts'

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url))
/** Longest silence of a child in the middle of its cases: it tells every 500 cases, which take a second. */
const SILENCE_MS = 60_000
/** Heap of a child, in MiB; all that a case needs is gone with it. */
const HEAP_MIB = 256
const MEMORY_LIMIT_MIB = 768

interface ChildSum {
  spans: number
  malformed: number
  slowestMs: number
  peakMiB: number
  kept: Record<string, number>
}

/**
 * Mutated payloads through the whole way of a request, in processes of their own that may neither crash, hang nor
 * grow; then some of the rows that came out go into the engine, and every question is asked over them.
 */
export async function fuzzRun(
  options: RunOptions & { cases: number; keepRows: number; limits: QueryLimits },
): Promise<RunResult> {
  const { seed, cases, say } = options
  const ledger = createLedger()
  const folder = mkdtempSync(join(tmpdir(), 'assay-fuzz-'))
  const half = Math.ceil(cases / 2)
  const keepEvery = Math.max(1, Math.floor(cases / options.keepRows))
  const begun = performance.now()
  try {
    const children = await Promise.all(
      [0, 1].map((i) => {
        const own = join(folder, `child-${i}`)
        mkdirSync(own)
        const count = Math.min(half, cases - i * half)
        return runChild(ledger, own, [seed, i * half, count, keepEvery, own])
      }),
    )
    const seconds = (performance.now() - begun) / 1000
    say(`${cases} cases in ${Math.round(seconds)} s; now the questions are asked`)
    const { asked, inserted } = await ask(ledger, folder, children, options.limits)
    const sum = (pick: (child: ChildSum) => number) => children.reduce((all, child) => all + pick(child), 0)
    return {
      figures: {
        cases,
        cases_per_second: cases / seconds,
        spans: sum((child) => child.spans),
        refused_as_a_whole: sum((child) => child.malformed),
        slowest_case_ms: Math.max(...children.map((child) => child.slowestMs)),
        peak_rss_mib: Math.max(...children.map((child) => child.peakMiB)),
        rows_in_the_engine: inserted,
        questions: asked,
      },
      answers: {},
      violations: ledger.violations(),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runChild(ledger: Ledger, name: string, args: readonly (string | number)[]): Promise<ChildSum> {
  const child = spawn(process.execPath, [`--max-old-space-size=${HEAP_MIB}`, CHILD, ...args.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const sum: ChildSum = { spans: 0, malformed: 0, slowestMs: 0, peakMiB: 0, kept: {} }
  let at = 0
  let isDone = false
  const watchdog = setTimeout(() => {
    ledger.violate(`seed ${args[0]}: one of the 500 cases from ${at} hangs`)
    child.kill('SIGKILL')
  }, SILENCE_MS)
  for await (const line of createInterface({ input: child.stdout })) {
    watchdog.refresh()
    sum.peakMiB = Math.max(sum.peakMiB, residentMiB(child.pid ?? null).peak)
    const told = JSON.parse(line) as Told
    if ('at' in told) at = told.at
    else if ('failed' in told) ledger.violate(`seed ${args[0]}, case ${told.failed}: ${told.error}`)
    else {
      isDone = true
      Object.assign(sum, { ...told, peakMiB: sum.peakMiB })
    }
  }
  clearTimeout(watchdog)
  const code = await exit
  if (!isDone)
    ledger.violate(`seed ${args[0]}: ${name} ended with ${String(code)} in the 500 cases from ${at}`)
  if (sum.peakMiB > MEMORY_LIMIT_MIB) ledger.violate(`the pipeline took ${Math.round(sum.peakMiB)} MiB`)
  return sum
}

/** Inserts what the children kept as the loader does, and asks. */
async function ask(
  ledger: Ledger,
  folder: string,
  children: readonly ChildSum[],
  limits: QueryLimits,
): Promise<{ asked: number; inserted: number }> {
  const ch = await openClickHouse({ path: join(folder, 'clickhouse') })
  try {
    await migrateClickHouse({ clickhouse: ch, directory: CLICKHOUSE_MIGRATIONS, now: Date.now })
    let inserted = 0
    for (const [i, { kept }] of children.entries()) {
      for (const [table, rows] of Object.entries(kept) as [SegmentTable, number][]) {
        const path = join(folder, `child-${i}`, `${table}.rowbinary`)
        const { columns } = SEGMENT_TABLES[table]
        await ch.insertFile({ table, columns, path, rows, token: `fuzz-${i}.${table}` })
        inserted += rows
      }
    }
    const api = await makeApi({ ch })
    const scope = { ch, projectId: FUZZ_PROJECT }
    const { asked, failures } = await queryRows(scope, api, Date.now(), limits).finally(() => api.close())
    for (const failure of failures) ledger.violate(failure)
    return { asked, inserted }
  } finally {
    await ch.close()
  }
}
