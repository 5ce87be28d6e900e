import { Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { AssayError } from '@assay/contract/error'
import type { Backend } from './backend.ts'
import { within } from './within.ts'

/** A connection that a firewall dropped in silence is noticed by then. */
const KEEP_ALIVE_MS = 10_000

/**
 * Jobs in a Redis. Both connections come back by themselves after it was away.
 *
 * @throws AssayError `unavailable` when it does not answer or refuses the sign-in; the message repeats no part of the URL.
 */
export async function openOnRedis(
  url: string,
  options: { limitMs: number; onError: (error: Error) => void },
): Promise<Backend> {
  // Whoever adds a job is told at once that Redis is away; a worker waits until it is back.
  const adding = new Redis(url, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    lazyConnect: true,
    keepAlive: KEEP_ALIVE_MS,
  })
  let last: unknown
  adding.on('error', (error) => {
    last = error
    options.onError(error)
  })
  try {
    await within(options.limitMs, 'Redis', adding.connect())
    await within(options.limitMs, 'Redis', adding.ping())
  } catch (error) {
    adding.disconnect()
    // A refused sign-in ends the connection, and only the event before that says why.
    throw explained(last ?? error)
  }
  const working = new Redis(url, { maxRetriesPerRequest: null, keepAlive: KEEP_ALIVE_MS })
  working.on('error', options.onError)
  return {
    queue: (name) => new Queue<unknown>(name, { connection: adding }),
    worker: (name, run, concurrency) => new Worker<unknown>(name, run, { connection: working, concurrency }),
    disconnect() {
      adding.disconnect()
      working.disconnect()
    },
  }
}

function explained(error: unknown): AssayError {
  const isRefused = error instanceof Error && /NOAUTH|WRONGPASS|NOPERM/.test(error.message)
  const sentence = isRefused
    ? 'Redis refuses the sign-in. Correct user and password in REDIS_URL.'
    : 'Redis does not answer at the address in REDIS_URL. Start it, or correct REDIS_URL.'
  return new AssayError('unavailable', sentence, undefined, error)
}
