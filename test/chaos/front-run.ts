import { openClickHouse } from '@assay/store/clickhouse/open'
import { setTimeout as sleep } from 'node:timers/promises'
import { startFront } from '../clickhouse-http/start-front.ts'
import { MODES } from '../clickhouse-http/serve.ts'
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

/**
 * A ClickHouse server that fails, stalls, is slow, resets and loses its answers at random while spans arrive; the
 * process is killed meanwhile too. Afterwards all that was acknowledged is stored, once.
 */
export async function frontRun(
  options: RunOptions & { seconds: number; kills: number; prepared: Prepared },
): Promise<RunResult> {
  const { seed, prepared, say } = options
  const random = seededRandom(seed ^ 0xf407)
  const ledger = createLedger()
  const dayNs = midnightNs(Date.now())
  const front = await startFront({ user: 'assay', password: 'chaos' })
  const url = front.url('chaos')
  const dataDir = prepared.copy()
  // Asked by its URL the process demands a key.
  const key = 'a-key-of-the-chaos-run'
  const supervisor = createSupervisor(dataDir, ledger, { CLICKHOUSE_URL: url, ASSAY_BOOTSTRAP_KEY: key })
  await supervisor.start()
  let isOver = false
  let isGivenUp = false
  const senders = Array.from({ length: SENDERS }, (_, i) =>
    runSender({
      ledger,
      target: supervisor.url,
      random: seededRandom(seed * 37 + i),
      dayNs,
      spans: 40,
      textBytes: 2000,
      pauseMs: 10,
      key,
      isOver: () => isOver,
      isGivenUp: () => isGivenUp,
    }),
  )

  const modes: Record<string, number> = {}
  const end = Date.now() + options.seconds * 1000
  let kills = 0
  while (Date.now() < end) {
    const mode = random.pick(MODES)
    modes[mode] = (modes[mode] ?? 0) + 1
    await front.setMode(mode)
    await sleep(random.int(50, 1200))
    const isDue = Date.now() > end - options.seconds * 1000 * (1 - (kills + 1) / (options.kills + 1))
    if (isDue && kills < options.kills) {
      kills++
      await supervisor.kill()
      // A start needs the database; it is tried again by whoever runs the process.
      await front.setMode('ok')
      await supervisor.start().catch(() => undefined)
    }
  }
  await front.setMode('ok')
  say(`the server is back; ${ledger.acknowledged()} spans are acknowledged`)
  isOver = true
  const patience = setTimeout(() => (isGivenUp = true), 60_000)
  await Promise.all(senders)
  clearTimeout(patience)
  if (isGivenUp) ledger.violate('senders were not answered within a minute after the server was back')
  const back = performance.now()
  if (!(await waitDrained(dataDir, 120_000))) ledger.violate('the spool was not loaded within two minutes')
  const drainSeconds = (performance.now() - back) / 1000
  await supervisor.stop()

  const ch = await openClickHouse({ url })
  const stored = await countStored(ch, ledger, dayNs)
  await ch.close()
  await front.close()
  return resultOf(ledger, {
    kills,
    ...Object.fromEntries(Object.entries(modes).map(([mode, count]) => [`times_${mode}`, count])),
    stored: stored.spans,
    rows_sent_again: stored.resentRows,
    seconds_until_loaded: drainSeconds,
  })
}
