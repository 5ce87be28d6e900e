import { openClickHouse } from '@assay/store/clickhouse/open'
import { setTimeout as sleep } from 'node:timers/promises'
import { startFront } from '../clickhouse-http/start-front.ts'
import { countStored } from './count-stored.ts'
import { waitDrained } from './drained.ts'
import { createLedger } from './ledger.ts'
import { midnightNs } from './numbered-span.ts'
import type { Prepared } from './prepare.ts'
import { seededRandom } from './random.ts'
import { resultOf, type RunOptions, type RunResult } from './run.ts'
import { runSender } from './sender.ts'
import { createSupervisor } from './supervisor.ts'

const SENDERS = 4
const LONGEST_MS = 60_000

/**
 * A server that is away until the spool is full: then senders are refused with 503 and Retry-After, and nothing else;
 * a kill changes nothing. When the server is back all is loaded, the refused spans are taken, and new ones too.
 */
export async function quotaRun(options: RunOptions & { prepared: Prepared }): Promise<RunResult> {
  const { seed, prepared, say } = options
  const ledger = createLedger()
  const dayNs = midnightNs(Date.now())
  const front = await startFront({ user: 'assay', password: 'chaos' })
  const url = front.url('chaos')
  const dataDir = prepared.copy()
  const key = 'a-key-of-the-chaos-run'
  const env = { CLICKHOUSE_URL: url, ASSAY_BOOTSTRAP_KEY: key, ASSAY_SPOOL_MAX_BYTES: '3MiB' }
  const supervisor = createSupervisor(dataDir, ledger, env)
  await supervisor.start()
  await front.setMode('fail')

  let isOver = false
  let isGivenUp = false
  const senders = Array.from({ length: SENDERS }, (_, i) =>
    runSender({
      ledger,
      target: supervisor.url,
      random: seededRandom(seed * 41 + i),
      dayNs,
      spans: 40,
      textBytes: 2000,
      pauseMs: 5,
      key,
      isOver: () => isOver,
      isGivenUp: () => isGivenUp,
    }),
  )
  const refusals = () => ledger.answers()['503'] ?? 0
  const until = async (what: string, isThere: () => boolean) => {
    const deadline = Date.now() + LONGEST_MS
    while (!isThere() && Date.now() < deadline) await sleep(20)
    if (!isThere()) ledger.violate(`${what} did not happen within a minute`)
  }
  await until('a refusal of a full spool', () => refusals() >= 20)
  const full = ledger.acknowledged()
  say(`the spool is full after ${full} spans`)

  await supervisor.kill()
  await front.setMode('ok')
  // A start needs the database for its migrations; then it is away once more.
  await supervisor.start().catch(() => undefined)
  await front.setMode('fail')
  await sleep(500)
  await front.setMode('ok')

  await until('a new acknowledgement', () => ledger.acknowledged() > full + 500)
  isOver = true
  const patience = setTimeout(() => (isGivenUp = true), LONGEST_MS)
  await Promise.all(senders)
  clearTimeout(patience)
  if (isGivenUp) ledger.violate('refused spans were not taken within a minute after the server was back')
  if (!(await waitDrained(dataDir, LONGEST_MS))) ledger.violate('the spool was not loaded within a minute')
  await supervisor.stop()

  const ch = await openClickHouse({ url })
  const stored = await countStored(ch, ledger, dayNs)
  await ch.close()
  await front.close()
  return resultOf(ledger, {
    acknowledged_when_full: full,
    refusals: refusals(),
    stored: stored.spans,
    rows_sent_again: stored.resentRows,
  })
}
