import type { Clock } from '../io.ts'

/** What came first: the result, the end of the time, or the caller's wish to stop. */
export type InTime<T> = { kind: 'done'; value: T } | { kind: 'timeout' } | { kind: 'aborted' }

/**
 * Runs something for at most `ms` milliseconds. Its signal aborts when the time is over or the caller aborts, and the answer comes then,
 * whether what runs heeds the signal or not. Rejects as what runs does.
 */
export async function withDeadline<T>(
  ms: number,
  clock: Clock,
  outer: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<InTime<T>> {
  if (outer.aborted) return { kind: 'aborted' }
  const stop = new AbortController()
  const wake = new AbortController()
  const end = (): void => {
    stop.abort()
    wake.abort()
  }
  outer.addEventListener('abort', end, { once: true })
  try {
    const late = clock
      .sleep(ms, wake.signal)
      .then((): InTime<T> => ({ kind: outer.aborted ? 'aborted' : 'timeout' }))
    const done = run(stop.signal).then((value): InTime<T> => ({ kind: 'done', value }))
    // Where the time is over first, a later failure has nobody to tell.
    done.catch(() => undefined)
    return await Promise.race([done, late])
  } finally {
    outer.removeEventListener('abort', end)
    end()
  }
}
