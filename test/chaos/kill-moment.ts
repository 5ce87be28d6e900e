import { mkdirSync, watch } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SpawnedProcess } from '../int/start-process.ts'
import type { Random } from './random.ts'

/** When a process is killed: as it starts, recovers, takes spans, turns a segment, or loads one. */
export const MOMENTS = ['first_second', 'starting', 'arriving', 'segment', 'loading'] as const
export type Moment = (typeof MOMENTS)[number]

/** Longest wait for something to happen in the spool. */
const LONGEST_MS = 4_000

/** Resolves at the moment; earlier when the process has ended by itself. */
export async function waitForMoment(
  moment: Moment,
  spawned: SpawnedProcess,
  dataDir: string,
  random: Random,
): Promise<void> {
  if (moment === 'first_second') return void (await sleep(random.int(0, 1000)))
  if (moment === 'starting') return void (await sleep(random.int(1000, 5000)))
  await spawned.ready.catch(() => undefined)
  await sleep(random.int(0, 1500))
  // A segment is made in the spool's folder and leaves it; files are written beside it while they load.
  if (moment === 'segment') await somethingHappens(join(dataDir, 'spool'))
  if (moment === 'loading') await somethingHappens(join(dataDir, 'spool', 'load'))
  if (moment !== 'arriving') await sleep(random.pick([0, 0, 1, 2, 5, 10, 20, 50]))
}

async function somethingHappens(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const watcher = watch(folder)
  await Promise.race([
    new Promise((resolve) => watcher.once('change', resolve)),
    sleep(LONGEST_MS, undefined, { ref: false }),
  ])
  watcher.close()
}
