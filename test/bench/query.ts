import { RangeQuery } from '@assay/contract/api/session'
import { TraceListQuery } from '@assay/contract/api/trace-filter'
import { migrateClickHouse } from '@assay/store/clickhouse/migrate'
import { openClickHouse } from '@assay/store/clickhouse/open'
import { getTrace } from '@assay/store/clickhouse/queries/get-trace'
import { listFacets } from '@assay/store/clickhouse/queries/list-facets'
import { listSessions } from '@assay/store/clickhouse/queries/list-sessions'
import { listTraces } from '@assay/store/clickhouse/queries/list-traces'
import { listUsers } from '@assay/store/clickhouse/queries/list-users'
import { tailTraces } from '@assay/store/clickhouse/queries/tail-traces'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BENCH_PROJECT, BIG_TRACE_ID, END_MS, fill } from './query-data.ts'

const MIGRATIONS = fileURLToPath(new URL('../../migrations/clickhouse', import.meta.url))
const WEEK = { from: new Date(END_MS - 7 * 86_400_000).toISOString(), to: new Date(END_MS).toISOString() }
const RUNS = 15

/** Answers of the read queries over a million spans: median and 95th percentile, in milliseconds. */
export async function bench(): Promise<void> {
  const kept = process.env['ASSAY_BENCH_DIR']
  const path = kept ?? mkdtempSync(join(tmpdir(), 'assay-bench-'))
  const ch = await openClickHouse({ path })
  const scope = { ch, projectId: BENCH_PROJECT }
  const nowMs = END_MS
  const traces = (query: object) => () =>
    listTraces(scope, { query: TraceListQuery.parse({ ...WEEK, ...query }), nowMs }).then(
      (p) => p.traces.length,
    )
  const range = RangeQuery.parse(WEEK)
  const questions: Record<string, () => Promise<number>> = {
    list_newest: traces({}),
    list_oldest: traces({ order: 'asc' }),
    list_model_and_error: traces({ model: 'large-1', error: 'true' }),
    list_rare_user: traces({ user: 'user-77' }),
    list_by_cost: traces({ sort: 'cost' }),
    list_by_duration: traces({ sort: 'duration' }),
    list_min_cost: traces({ minCostUsd: 0.5 }),
    search_common_words: traces({ q: 'order please' }),
    search_rare_words: traces({ q: 'zanzibar FERRY' }),
    trace_20000_spans: () => getTrace(scope, { traceId: BIG_TRACE_ID }).then((t) => t.spans.length),
    facets: () => listFacets(scope, { query: WEEK, nowMs }).then((f) => f.facets[1]?.values.length ?? 0),
    sessions: () => listSessions(scope, { query: range, nowMs }).then((p) => p.sessions.length),
    users_by_cost: () =>
      listUsers(scope, { query: { ...range, sort: 'cost' }, nowMs }).then((p) => p.users.length),
    tail: () => tailTraces(scope, { filter: {}, after: '999990', nowMs }).then((t) => t.traces.length),
  }
  try {
    const isNew =
      (await migrateClickHouse({ clickhouse: ch, directory: MIGRATIONS, now: Date.now })).length > 0
    if (isNew) {
      const begin = performance.now()
      await fill(ch)
      print('generate', performance.now() - begin)
    }
    const only = process.env['ASSAY_BENCH_ONLY']
    for (const [name, ask] of Object.entries(questions)) {
      if (only === undefined || name.includes(only)) await measure(name, ask)
    }
  } finally {
    await ch.close()
    if (kept === undefined) rmSync(path, { recursive: true, force: true })
  }
}

async function measure(name: string, ask: () => Promise<number>): Promise<void> {
  const found = await ask()
  const times: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const begin = performance.now()
    await ask()
    times.push(performance.now() - begin)
  }
  times.sort((a, b) => a - b)
  process.stdout.write(`${name}: ${found} rows\n`)
  print(`query_${name}_p50`, times[Math.floor(RUNS * 0.5)]!)
  print(`query_${name}_p95`, times[Math.ceil(RUNS * 0.95) - 1]!)
}

function print(name: string, ms: number): void {
  process.stdout.write(`figure ${name} ${ms.toFixed(1)} ms\n`)
}
