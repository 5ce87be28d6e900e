import type { Arrival } from './arrivals.ts'
import type { ClickHouse } from './client.ts'
import { isRefusal } from './is-refusal.ts'
import { layOutSegment, type LaidOutSegment } from './lay-out-segment.ts'
import { loadSegment } from './load-segment.ts'
import type { SegmentPart } from '@assay/spool/scan-segment'
import type { ReadMemory, SealedSegment } from '@assay/spool/sealed-segment'
import type { Spool } from '@assay/spool/spool'
import type { Logger } from '@assay/telemetry/log'
import { mkdir, rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
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

interface Prepared {
  id: string
  memory: ReadMemory | undefined
  laidOut: Promise<LaidOutSegment>
}

/** Attempts on a segment whose content is refused, before it is put aside. */
const MAX_REFUSALS = 10
const FIRST_DELAY_MS = 200
const MAX_DELAY_MS = 15_000
/** Where segments wait, the loop has so much to do that a turn of it for every MiB would leave the engine idle. */
const AHEAD_CHUNK_BYTES = 8 * 1024 ** 2
/**
 * Segments in the spool from which tables are loaded side by side even on two processors, though senders wait longer
 * for it: the one that fills, the one that loads, and one more are what a steady load has.
 */
const BEHIND = 4

/** Moves sealed segments from the spool into ClickHouse, oldest first, until closed. */
export function startLoader(options: LoaderOptions): Loader {
  const { spool, clickhouse, log } = options
  const random = options.random ?? Math.random
  const now = options.now ?? Date.now
  const wait = options.wait ?? ((delayMs, signal) => sleep(delayMs, undefined, { signal }))
  const folder = join(spool.dir, 'load')
  const memories: readonly ReadMemory[] = [{ buffer: Buffer.alloc(0) }, { buffer: Buffer.alloc(0) }]
  /** The segment behind the one that is inserted: it is read meanwhile, so that the engine need not wait for it. */
  let ahead: Prepared | null = null
  const stop = new AbortController()
  const stats: LoaderStats = {
    loadedSegments: 0,
    loadedRows: 0,
    failedAttempts: 0,
    quarantinedSegments: 0,
    lastLoadMs: 0,
    lastError: null,
  }

  const prepare = (segment: SealedSegment, other: Prepared | null): Prepared => {
    const memory = memories.find((one) => one !== other?.memory)
    const laidOut = layOutSegment(segment, folder, memory, other ? AHEAD_CHUNK_BYTES : undefined)
    laidOut.catch(() => undefined) // Told to whoever takes it.
    return { id: segment.id, memory, laidOut }
  }

  const attempt = async (segment: SealedSegment) => {
    const begun = now()
    const mine: Prepared = ahead?.id === segment.id ? ahead : prepare(segment, ahead)
    if (ahead === mine) ahead = null
    const laidOut = await mine.laidOut
    const next = spool.sealedAfter(segment.id)
    if (next) ahead ??= prepare(next, mine)
    const isBehind = availableParallelism() > 2 || spool.stats().segments > BEHIND
    const loaded = await loadSegment(laidOut, clickhouse, isBehind)
    const { parts } = laidOut
    await options.onLoaded?.({ id: segment.id, ...loaded, parts, loadMs: now() - begun })
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
    await ahead?.laidOut.then(({ files }) => Promise.allSettled(files)).catch(() => undefined)
    await rm(folder, { recursive: true, force: true })
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
