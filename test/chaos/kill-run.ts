import { openClickHouse } from '@assay/store/clickhouse/open'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { countStored } from './count-stored.ts'
import { waitDrained } from './drained.ts'
import { MOMENTS, waitForMoment, type Moment } from './kill-moment.ts'
import { createLedger } from './ledger.ts'
import { midnightNs } from './numbered-span.ts'
import type { Prepared } from './prepare.ts'
import { seededRandom } from './random.ts'
import { resultOf, type RunOptions, type RunResult } from './run.ts'
import { runSender } from './sender.ts'
import { createSupervisor } from './supervisor.ts'

const SENDERS = 6

/**
 * Kills the process with SIGKILL again and again while senders send and retry, each time on the same data directory,
 * and holds what is stored in the end against what was acknowledged. The first kills fall into the first migration.
 */
export async function killRun(
  options: RunOptions & { kills: number; prepared: Prepared },
): Promise<RunResult> {
  const { seed, kills, prepared, say } = options
  const random = seededRandom(seed)
  const ledger = createLedger()
  const dayNs = midnightNs(Date.now())
  const dataDir = prepared.copy({ hasClickHouse: false })
  const supervisor = createSupervisor(dataDir, ledger)
  let isOver = false
  let isGivenUp = false
  const senders = Array.from({ length: SENDERS }, (_, i) =>
    runSender({
      ledger,
      target: supervisor.url,
      random: seededRandom(seed * 31 + i),
      dayNs,
      spans: 40,
      textBytes: 4000,
      pauseMs: 10,
      isOver: () => isOver,
      isGivenUp: () => isGivenUp,
    }),
  )

  const begun = performance.now()
  const killed: Partial<Record<Moment | 'migrating' | 'whileStarting', number>> = {}
  for (let kill = 1; kill <= kills; kill++) {
    const spawned = supervisor.begin()
    const isMigrating = kill <= Math.ceil(kills / 20)
    // Half of all kills fall into the first second, the rest of the start, or shortly after.
    const moment = isMigrating ? 'starting' : random.pick(MOMENTS)
    await waitForMoment(moment, spawned, dataDir, random)
    const wasReady = supervisor.url() !== null
    await supervisor.kill()
    killed[isMigrating ? 'migrating' : moment] = (killed[isMigrating ? 'migrating' : moment] ?? 0) + 1
    if (!wasReady) killed.whileStarting = (killed.whileStarting ?? 0) + 1
    if (kill % 5 === 0 || kill === kills) {
      say(`${kill} of ${kills} kills, ${ledger.acknowledged()} spans acknowledged`)
    }
    if (ledger.violations().length > 0) break
  }
  const seconds = (performance.now() - begun) / 1000

  await supervisor.start().catch(() => undefined)
  isOver = true
  const patience = setTimeout(() => (isGivenUp = true), 60_000)
  await Promise.all(senders)
  clearTimeout(patience)
  if (isGivenUp) ledger.violate('senders were not answered within a minute after the last start')
  if (!(await waitDrained(dataDir, 120_000))) ledger.violate('the spool was not loaded within two minutes')
  await supervisor.stop()

  const ch = await openClickHouse({ path: join(dataDir, 'clickhouse') })
  const stored = await countStored(ch, ledger, dayNs)
  await ch.close()
  return resultOf(ledger, {
    kills,
    ...Object.fromEntries(Object.entries(killed).map(([moment, count]) => [`kills_${moment}`, count])),
    seconds_per_kill: seconds / kills,
    stored: stored.spans,
    stored_traces: stored.traces,
    rows_sent_again: stored.resentRows,
    segments_put_aside: putAside(dataDir),
  })
}

/** Segments in quarantine: those that a kill left without one whole frame. */
function putAside(dataDir: string): number {
  const folder = join(dataDir, 'spool', 'quarantine')
  return existsSync(folder) ? readdirSync(folder).length : 0
}
