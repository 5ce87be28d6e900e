import type { ClickHouse } from '@assay/store/clickhouse/open'
import { z } from 'zod'
import type { Ledger } from './ledger.ts'
import { SPANS_PER_TRACE, startOf, traceOf, USERS, userOf } from './numbered-span.ts'

/** What the engine holds, counted through its own queries. */
export interface Stored {
  spans: number
  /** Rows that a sender's retries or replays added and that merges have not yet collapsed. */
  resentRows: number
  traces: number
}

const CHUNK = 20_000
const NUMBER = `reinterpretAsUInt64(reverse(span_id))`
const Count = z.object({ n: z.number() })

/**
 * Holds what is stored against the ledger: every acknowledged span once, with its own trace, name and start and its
 * body and what that refers to; nothing that was never sent; the views neither doubled nor behind. Each difference is a
 * violation.
 */
export async function countStored(ch: ClickHouse, ledger: Ledger, dayNs: bigint): Promise<Stored> {
  const one = async (sql: string) => (await ch.query({ name: 'chaos-count', sql, rows: Count }))[0]?.n ?? 0
  const present = new Uint8Array(ledger.sent() + 1)
  for (const table of ['spans', 'span_content'] as const) await countTable(ch, ledger, dayNs, table, present)

  // A version is given once, so two rows with one version are one arrival that was inserted twice.
  for (const table of ['spans', 'span_content']) {
    const doubled = await one(`SELECT count() - uniqExact(version) AS n FROM ${table}`)
    if (doubled > 0) ledger.violate(`${doubled} rows of ${table} were inserted twice`)
  }
  const lost = await one(`
    SELECT count() AS n FROM (
      SELECT DISTINCT project_id, toDate(start_time) AS day, arrayJoin(body_hashes) AS hash FROM span_content
    ) WHERE (project_id, day, hash) NOT IN (SELECT project_id, day, hash FROM message_bodies)`)
  if (lost > 0) ledger.violate(`${lost} bodies are lost that spans refer to`)
  const numbers = Array.from(present.keys()).filter((n) => present[n] === 1)
  const traces = await countViews(ch, ledger, dayNs, numbers)
  const rows = await one('SELECT count() AS n FROM spans')
  return { spans: numbers.length, resentRows: rows - numbers.length, traces }
}

const Row = z.object({ n: z.number(), copies: z.number(), isSound: z.number(), startNs: z.string() })

async function countTable(
  ch: ClickHouse,
  ledger: Ledger,
  dayNs: bigint,
  table: 'spans' | 'span_content',
  present: Uint8Array,
): Promise<void> {
  const own =
    table === 'spans'
      ? `name = concat('span ', toString(${NUMBER})) AND user_id = concat('user-', toString(${NUMBER} % ${USERS}))`
      : `JSONExtractString(attributes, 'chaos.number') = toString(${NUMBER})`
  const trace = `trace_id = unhex(concat('c4a0', lower(leftPad(hex(intDiv(${NUMBER}, ${SPANS_PER_TRACE})), 28, '0'))))`
  const beyond = await ch.query({
    name: 'chaos-ghosts',
    sql: `SELECT count() AS n FROM ${table} WHERE ${NUMBER} > ${ledger.sent()} OR ${NUMBER} = 0`,
    rows: Count,
  })
  if ((beyond[0]?.n ?? 0) > 0) ledger.violate(`${beyond[0]!.n} spans in ${table} were never sent`)
  for (let low = 1; low <= ledger.sent(); low += CHUNK) {
    const rows = await ch.query({
      name: 'chaos-numbers',
      sql: `SELECT ${NUMBER} AS n, count() AS copies, min(${own} AND ${trace}) AS isSound,
              toString(toUnixTimestamp64Nano(min(start_time))) AS startNs
            FROM (
              SELECT * FROM ${table} WHERE ${NUMBER} >= ${low} AND ${NUMBER} < ${low + CHUNK}
              ORDER BY version DESC LIMIT 1 BY project_id, start_time, trace_id, span_id
            ) GROUP BY n`,
      rows: Row,
    })
    const found = new Set<number>()
    for (const { n, copies, isSound, startNs } of rows) {
      found.add(n)
      if (table === 'spans') present[n] = 1
      else if (present[n] === 0) ledger.violate(`span ${n} has a body and no row`)
      if (copies !== 1) ledger.violate(`span ${n} stands ${copies} times in ${table}`)
      if (isSound !== 1 || BigInt(startNs) !== startOf(n, dayNs))
        ledger.violate(`span ${n} is altered in ${table}`)
    }
    for (let n = low; n <= Math.min(ledger.sent(), low + CHUNK - 1); n++) {
      if (ledger.isAcknowledged(n) && !found.has(n))
        ledger.violate(`acknowledged span ${n} is lost from ${table}`)
    }
  }
}

async function countViews(
  ch: ClickHouse,
  ledger: Ledger,
  dayNs: bigint,
  numbers: readonly number[],
): Promise<number> {
  const bounds = new Map<number, { first: bigint; last: bigint }>()
  const users = new Map<string, number>()
  for (const n of numbers) {
    const start = startOf(n, dayNs)
    const known = bounds.get(traceOf(n))
    if (known === undefined) bounds.set(traceOf(n), { first: start, last: start })
    else if (start < known.first) known.first = start
    else if (start > known.last) known.last = start
    // Spans of one trace have different users, so each is a trace of its user.
    users.set(userOf(n), (users.get(userOf(n)) ?? 0) + 1)
  }
  await countTraces(ch, ledger, bounds)
  const facets = await ch.query({
    name: 'chaos-facets',
    sql: `SELECT value, toUInt64(uniqMerge(traces)) AS n FROM facets WHERE field = 'user' GROUP BY value`,
    rows: z.object({ value: z.string(), n: z.number() }),
  })
  const told = new Map(facets.map(({ value, n }) => [value, n]))
  for (const user of new Set([...users.keys(), ...told.keys()])) {
    if (users.get(user) !== told.get(user)) {
      ledger.violate(
        `facets tell ${told.get(user) ?? 0} traces of ${user}, and there are ${users.get(user) ?? 0}`,
      )
    }
  }
  return bounds.size
}

async function countTraces(
  ch: ClickHouse,
  ledger: Ledger,
  bounds: ReadonlyMap<number, { first: bigint; last: bigint }>,
): Promise<void> {
  const number = `reinterpretAsUInt64(reverse(trace_id))`
  const told = await ch.query({
    name: 'chaos-traces',
    sql: `SELECT ${number} AS trace, toString(toUnixTimestamp64Nano(min(first_start))) AS first,
            toString(toUnixTimestamp64Nano(max(last_start))) AS last FROM trace_index GROUP BY trace`,
    rows: z.object({ trace: z.number(), first: z.string(), last: z.string() }),
  })
  const starts = await ch.query({
    name: 'chaos-starts',
    sql: `SELECT ${number} AS trace, toString(toUnixTimestamp(min(minute))) AS minute FROM trace_starts GROUP BY trace`,
    rows: z.object({ trace: z.number(), minute: z.string() }),
  })
  if (told.length !== bounds.size) ledger.violate(`trace_index has ${told.length} of ${bounds.size} traces`)
  if (starts.length !== bounds.size)
    ledger.violate(`trace_starts has ${starts.length} of ${bounds.size} traces`)
  for (const { trace, first, last } of told) {
    const known = bounds.get(trace)
    if (BigInt(first) !== known?.first || BigInt(last) !== known.last) {
      ledger.violate(`trace ${trace} has the wrong range in trace_index`)
    }
  }
  for (const { trace, minute } of starts) {
    const first = bounds.get(trace)?.first
    if (first !== undefined && BigInt(minute) !== (first / 60_000_000_000n) * 60n) {
      ledger.violate(`trace ${trace} has the wrong first minute in trace_starts`)
    }
  }
}
