import { randomBytes } from 'node:crypto'
import type { JudgeIo } from '@assay/score/judge/io'

/** Longest time that a timer of the platform can wait. */
const LONGEST_MS = 2 ** 31 - 1

/** The network, clock and chance that judges are asked with. */
export const JUDGE_IO: JudgeIo = {
  fetch: (url, init) => fetch(url, init),
  clock: { now: () => Date.now(), sleep },
  random: () => randomBytes(4).readUInt32LE() / 2 ** 32,
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, Math.min(ms, LONGEST_MS))
    signal.addEventListener('abort', end)
  })
}
