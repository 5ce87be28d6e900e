import { AssayError } from '@assay/contract/error'

interface Waiter<C> {
  give(connection: C): void
  signal: AbortSignal | undefined
}

/** Hands out connections, each to one query at a time; who comes when all are busy waits in line. */
export interface Pool<C> {
  take(signal?: AbortSignal): Promise<C>
  give(connection: C): void
  /** Resolves when every connection is back. */
  idle(): Promise<void>
}

/** A pool over fixed connections with a bounded line. @throws AssayError `unavailable` from `take` when the line is full. */
export function createPool<C>(connections: readonly C[], maxWaiting: number): Pool<C> {
  const free = [...connections]
  const waiting: Waiter<C>[] = []
  let onIdle: (() => void)[] = []

  const give = (connection: C) => {
    const next = waiting.shift()
    if (next) return next.give(connection)
    free.push(connection)
    if (free.length < connections.length) return
    for (const resolve of onIdle) resolve()
    onIdle = []
  }

  const take = (signal?: AbortSignal): Promise<C> => {
    if (signal?.aborted) return Promise.reject(aborted(signal))
    const connection = free.pop()
    if (connection !== undefined) return Promise.resolve(connection)
    if (waiting.length >= maxWaiting) {
      return Promise.reject(
        new AssayError('unavailable', 'too many queries wait; try again', { retryAfterSeconds: 1 }),
      )
    }
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        waiting.splice(waiting.indexOf(waiter), 1)
        reject(aborted(signal))
      }
      const waiter: Waiter<C> = {
        signal,
        give: (c) => {
          signal?.removeEventListener('abort', onAbort)
          resolve(c)
        },
      }
      waiting.push(waiter)
      signal?.addEventListener('abort', onAbort, { once: true })
    })
  }

  const idle = (): Promise<void> =>
    free.length === connections.length ? Promise.resolve() : new Promise((resolve) => onIdle.push(resolve))

  return { take, give, idle }
}

function aborted(signal: AbortSignal | undefined): AssayError {
  return new AssayError('unavailable', 'the query was cancelled', undefined, signal?.reason)
}
