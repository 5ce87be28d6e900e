import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createLedger, type Ledger } from '../ledger.ts'
import { residentMiB } from '../resident.ts'
import type { RunOptions, RunResult } from '../run.ts'
import { askQuestions } from './ask-questions.ts'
import type { ChildSum, Told } from './child.ts'
import { SIGNALS } from './make-case.ts'
import type { QueryLimits } from './query-rows.ts'

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url))
/** Longest silence of a child in the middle of its cases: it tells every 500 cases, which take a second. */
const SILENCE_MS = 60_000
/** Heap of a child, in MiB; all that a case needs is gone with it. */
const HEAP_MIB = 256
const MEMORY_LIMIT_MIB = 768

interface Child extends ChildSum {
  peakMiB: number
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
    const { asked, inserted, derived, failures } = await askQuestions(
      folder,
      children.map(({ kept }) => kept),
      options.limits,
    )
    for (const failure of failures) ledger.violate(failure)
    const sum = (pick: (child: Child) => number | undefined) =>
      children.reduce((all, child) => all + (pick(child) ?? 0), 0)
    const bySignal = (what: string, pick: (child: Child) => Child['cases']) =>
      SIGNALS.map((signal) => [`${what}_${signal}`, sum((child) => pick(child)[signal])] as const)
    const rows = new Set(children.flatMap((child) => Object.keys(child.rows)))
    return {
      figures: {
        cases,
        ...Object.fromEntries(bySignal('cases', (child) => child.cases)),
        cases_per_second: cases / seconds,
        ...Object.fromEntries(bySignal('refused_as_a_whole', (child) => child.malformed)),
        ...Object.fromEntries([...rows].map((table) => [`rows_${table}`, sum((child) => child.rows[table])])),
        slowest_case_ms: Math.max(...children.map((child) => child.slowestMs)),
        peak_rss_mib: Math.max(...children.map((child) => child.peakMiB)),
        rows_in_the_engine: inserted,
        spans_joined_with_logs: derived,
        questions: asked,
      },
      answers: {},
      violations: ledger.violations(),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runChild(ledger: Ledger, name: string, args: readonly (string | number)[]): Promise<Child> {
  const child = spawn(process.execPath, [`--max-old-space-size=${HEAP_MIB}`, CHILD, ...args.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const sum: Child = {
    cases: { traces: 0, logs: 0, metrics: 0 },
    malformed: { traces: 0, logs: 0, metrics: 0 },
    rows: {},
    kept: {},
    slowestMs: 0,
    peakMiB: 0,
  }
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
