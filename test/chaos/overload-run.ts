import { openClickHouse } from '@assay/store/clickhouse/open'
import { Agent } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { makePayload } from '../bench/otlp-payload.ts'
import { waitDrained } from './drained.ts'
import { createLedger, type Ledger } from './ledger.ts'
import type { Prepared } from './prepare.ts'
import { residentMiB } from './resident.ts'
import { resultOf, type RunOptions, type RunResult } from './run.ts'
import { judge, post } from './sender.ts'
import { createSupervisor } from './supervisor.ts'

const SPANS = 250
const TEXT_BYTES = 6000
/** Requests at once in the quiet phase: enough to keep the process busy. */
const QUIET_SENDERS = 24
/** Requests under way at once in the loud phase; their bodies together are far more than the process holds. */
const MOST_UNDER_WAY = 400
const TIMES = 4
/**
 * Of the process: 256 MiB of bodies, as much of rows that wait for the disk, and the engine, which takes up to 2 GiB
 * of its own for inserts and merges.
 */
const MEMORY_LIMIT_MIB = 3072
/** Share of the quiet rate that is kept under the load; the senders take their share of the same processors. */
const LEAST_SHARE = 0.4

/**
 * First measures what the process takes, then sends four times as much without waiting for answers: it keeps its
 * rate and its memory, refuses the rest with 503 and Retry-After, and stores exactly what it acknowledged.
 */
export async function overloadRun(
  options: RunOptions & { seconds: number; prepared: Prepared },
): Promise<RunResult> {
  const { prepared, say, seconds } = options
  const ledger = createLedger()
  const dataDir = prepared.copy()
  const supervisor = createSupervisor(dataDir, ledger)
  const { otlpUrl } = await supervisor.start()
  const send = createSend(ledger, otlpUrl, options.seed)

  await Promise.all(Array.from({ length: QUIET_SENDERS }, () => repeat(send, 500)))
  const quiet = await rateOf(ledger, () =>
    Promise.all(Array.from({ length: QUIET_SENDERS }, () => repeat(send, seconds * 1000))),
  )
  say(`takes ${Math.round(quiet)} spans a second; now ${TIMES} times as many are sent`)

  const sentBefore = ledger.sent()
  const loud = await rateOf(ledger, () => flood(send, (TIMES * quiet) / SPANS, seconds * 2000))
  const offered = (ledger.sent() - sentBefore) / (seconds * 2)
  const { peak } = residentMiB(supervisor.pid())
  const after = await rateOf(ledger, () =>
    Promise.all(Array.from({ length: QUIET_SENDERS }, () => repeat(send, seconds * 500))),
  )
  if (!(await waitDrained(dataDir, 120_000))) ledger.violate('the spool was not loaded within two minutes')
  await supervisor.stop()

  const answers = ledger.answers()
  if (peak > MEMORY_LIMIT_MIB) ledger.violate(`the process took ${Math.round(peak)} MiB`)
  if (loud < quiet * LEAST_SHARE) {
    ledger.violate(
      `under the load the rate fell from ${Math.round(quiet)} to ${Math.round(loud)} spans a second`,
    )
  }
  const lost = answers['connection error'] ?? 0
  if (lost > 0) ledger.violate(`${lost} requests got no answer`)
  const stored = await count(dataDir)
  if (stored !== ledger.acknowledged()) {
    ledger.violate(`${ledger.acknowledged()} spans were acknowledged and ${stored} are stored`)
  }
  return resultOf(ledger, {
    quiet_spans_per_second: quiet,
    offered_spans_per_second: offered,
    loud_spans_per_second: loud,
    refused_requests: answers['503'] ?? 0,
    after_spans_per_second: after,
    peak_rss_mib: peak,
    stored,
  })
}

type Send = () => Promise<void>

/** Each call sends one request of new spans, once. */
function createSend(ledger: Ledger, url: string, seed: number): Send {
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity })
  const payload = makePayload(SPANS, TEXT_BYTES, seed)
  const headers = { 'content-type': 'application/x-protobuf' }
  let serial = 0
  return async () => {
    payload.renew(serial++, BigInt(Date.now()) * 1_000_000n)
    const first = ledger.take(SPANS)
    const answer = await post(url, { body: Buffer.from(payload.body), headers }, agent, 120_000)
    judge(answer, first, SPANS, ledger)
  }
}

async function repeat(send: Send, forMs: number): Promise<void> {
  const end = performance.now() + forMs
  while (performance.now() < end) await send()
}

/** Sends so many requests a second whatever the answers, and waits for the last one. */
async function flood(send: Send, perSecond: number, forMs: number): Promise<void> {
  const begun = performance.now()
  const underWay = new Set<Promise<void>>()
  let sent = 0
  while (performance.now() - begun < forMs) {
    const due = ((performance.now() - begun) / 1000) * perSecond
    while (sent < due && underWay.size < MOST_UNDER_WAY) {
      const request = send().finally(() => underWay.delete(request))
      underWay.add(request)
      sent++
    }
    // What could not be sent in time is not made up for.
    sent = Math.max(sent, Math.floor(due))
    await sleep(2)
  }
  await Promise.all(underWay)
}

/** Acknowledged spans a second while something runs. */
async function rateOf(ledger: Ledger, act: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  const before = ledger.acknowledged()
  await act()
  return ((ledger.acknowledged() - before) / (performance.now() - begun)) * 1000
}

async function count(dataDir: string): Promise<number> {
  const ch = await openClickHouse({ path: join(dataDir, 'clickhouse') })
  const [row] = await ch.query({
    name: 'chaos-count',
    sql: 'SELECT count() AS n FROM spans FINAL',
    rows: z.object({ n: z.number() }),
  })
  await ch.close()
  return row?.n ?? 0
}
