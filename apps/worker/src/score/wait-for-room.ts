import { setTimeout as sleep } from 'node:timers/promises'

const LOOK_MS = 50
/** Scoring goes on after so long, however busy ingest is: slowly, and a smaller share of it, but it never stands still. */
const LONGEST_MS = 15_000

/** Waits while ingest is behind: what was sent is to be seen first, and scored then. Ends at once when the signal aborts. */
export async function waitForRoom(isBehind: () => boolean, signal: AbortSignal): Promise<void> {
  for (let waitedMs = 0; waitedMs < LONGEST_MS && !signal.aborted && isBehind(); waitedMs += LOOK_MS)
    await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined)
}
