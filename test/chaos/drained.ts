import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const names = (dir: string) => (existsSync(dir) ? readdirSync(dir) : [])

/** Segments that wait in the spool of a data directory. */
const waitingSegments = (dataDir: string): number =>
  names(join(dataDir, 'spool')).filter((name) => name.endsWith('.wal')).length

/** Waits until all that was acknowledged is loaded; false when it takes too long. */
export async function waitDrained(dataDir: string, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs
  while (waitingSegments(dataDir) > 0) {
    if (Date.now() > deadline) return false
    await sleep(50)
  }
  return true
}
