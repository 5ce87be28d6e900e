import type { Arrival } from './arrivals.ts'
import type { ClickHouse } from './client.ts'
import { isRefusal } from './is-refusal.ts'
import { loadSegment } from './load-segment.ts'
import type { SegmentPart } from '@assay/spool/scan-segment'
import type { SealedSegment, Spool } from '@assay/spool/spool'
import type { Logger } from '@assay/telemetry/log'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export interface LoadedSegment {
  id: string
  rowsByTable: Record<string, number>
  /** Whose rows they are and when they came. */
  arrivals: readonly Arrival[]
  /** The rows as they were inserted, RowBinary; only until `onLoaded` is done with them. */
  parts: readonly SegmentPart[]
  loadMs: number
}

export interface LoaderOptions {
  spool: Spool
  clickhouse: ClickHouse
  log: Logger
  /** Runs after a segment's rows are in and before it is deleted; runs again after a crash, so it must bear that. */
  onLoaded?: (segment: LoadedSegment) => Promise<void> | void
  /** From 0 (inclusive) to 1: the jitter of retries. */
  random?: () => number
  /** Waits; rejects when the signal aborts. */
  wait?: (delayMs: number, signal: AbortSignal) => Promise<unknown>
  /** Clock in Unix milliseconds. */
  now?: () => number
}

export interface LoaderStats {
  loadedSegments: number
  loadedRows: number
  failedAttempts: number
  quarantinedSegments: number
  /** Milliseconds that the last segment took. */
  lastLoadMs: number
  /** What stands in the way now; null while all is well. */
  lastError: string | null
}

export interface Loader {
  /** Resolves when all that the spool has acknowledged so far is in ClickHouse, or the loader is closed. */
  idle(): Promise<void>
  stats(): LoaderStats
  /** Finishes the insert that runs and stops; the other segments wait for the next start. */
  close(): Promise<void>
}

/** Attempts on a segment whose content is refused, before it is put aside. */
const MAX_REFUSALS = 10
const FIRST_DELAY_MS = 200
const MAX_DELAY_MS = 15_000

/** Moves sealed segments from the spool into ClickHouse, oldest first, until closed. */
export function startLoader(options: LoaderOptions): Loader {
  const { spool, clickhouse, log } = options
  const random = options.random ?? Math.random
  const now = options.now ?? Date.now
  const wait = options.wait ?? ((delayMs, signal) => sleep(delayMs, undefined, { signal }))
  const folder = join(spool.dir, 'load')
  const memory = { buffer: Buffer.alloc(0) }
  const stop = new AbortController()
  const stats: LoaderStats = {
    loadedSegments: 0,
    loadedRows: 0,
    failedAttempts: 0,
    quarantinedSegments: 0,
    lastLoadMs: 0,
    lastError: null,
  }

  const attempt = async (segment: SealedSegment) => {
    const begun = now()
    const loaded = await loadSegment(segment, clickhouse, folder, memory)
    await options.onLoaded?.({ id: segment.id, ...loaded, loadMs: now() - begun })
    await spool.remove(segment.id)
    stats.loadedSegments += 1
    stats.loadedRows += segment.rows
    stats.lastLoadMs = now() - begun
    stats.lastError = null
  }

  /** Tries until the segment is in, put aside, or the loader is told to stop. */
  const load = async (segment: SealedSegment) => {
    let refusals = 0
    for (let tries = 1; !stop.signal.aborted; tries++) {
      try {
        return await attempt(segment)
      } catch (error) {
        stats.failedAttempts += 1
        stats.lastError = error instanceof Error ? error.message : String(error)
        const refused = isRefusal(error)
        if (refused) refusals += 1
        log.warn('a segment could not be loaded', {
          segment: segment.id,
          tries,
          refusals,
          error: describe(error),
        })
        if (refusals >= MAX_REFUSALS) return putAside(segment, error)
        // Content that is refused blocks those behind it, so it is tried faster than an engine that is away.
        const limit = refused ? 1000 : MAX_DELAY_MS
        const delayMs = Math.min(limit, FIRST_DELAY_MS * 2 ** Math.min(tries - 1, 16)) * (0.5 + random() / 2)
        await wait(delayMs, stop.signal).catch(() => undefined)
      }
    }
  }

  const putAside = async (segment: SealedSegment, error: unknown) => {
    await spool.quarantine(segment.id)
    stats.quarantinedSegments += 1
    log.error('a segment is put aside: its rows are refused', {
      segment: segment.id,
      rows: segment.rows,
      error: describe(error),
    })
  }

  const run = async () => {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    for await (const segment of spool.nextSealed(stop.signal)) {
      await load(segment)
    }
  }
  const running = run().catch((error: unknown) => {
    stats.lastError = String(error)
    log.error('the loader has stopped', { error: describe(error) })
  })

  return {
    idle: () => Promise.race([spool.drained(), running]),
    stats: () => ({ ...stats }),
    async close() {
      stop.abort()
      await running
    },
  }
}

/** An error with its causes, for the log. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // A proxy that refuses a request may answer without a word.
  const message = error.message || 'an answer without text'
  return error.cause === undefined ? message : `${message}: ${describe(error.cause)}`
}
