import { randomBytes } from 'node:crypto'
import type { JudgeIo } from '../../src/judge/io.ts'

/** The real network and clock. */
export const REAL_IO: JudgeIo = {
  fetch: (url, init) => fetch(url, init),
  clock: {
    now: () => Date.now(),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const end = () => {
          clearTimeout(timer)
          signal.removeEventListener('abort', end)
          resolve()
        }
        const timer = setTimeout(end, Math.min(ms, 2 ** 31 - 1))
        if (signal.aborted) end()
        else signal.addEventListener('abort', end)
      }),
  },
  random: () => randomBytes(4).readUInt32LE() / 2 ** 32,
}

export const NEVER = new AbortController().signal
