import type { SealedSegment } from './sealed-segment.ts'

/** The sealed segments in order of their ids, and who waits for the next. */
export interface SealedQueue {
  add(segment: SealedSegment): void
  get(id: string): SealedSegment | undefined
  /** The first whose id is greater; '' is less than all. */
  after(id: string): SealedSegment | undefined
  delete(id: string): void
  size(): number
  bytes(): number
  oldest(): SealedSegment | undefined
  /** True while a reader has taken all there is. */
  isWaitedFor(): boolean
  /** Calls back when a reader begins to wait. */
  onWaiting(callback: () => void): void
  /** Yields every segment once, oldest first, and waits for more. */
  iterate(signal: AbortSignal): AsyncGenerator<SealedSegment, void, undefined>
  /** Resolves when all segments that are in the queue now have left it. */
  emptied(): Promise<void>
  close(): void
}

/** A queue that begins with the recovered segments. */
export function createSealedQueue(recovered: readonly SealedSegment[]): SealedQueue {
  const segments = new Map(recovered.map((segment) => [segment.id, segment]))
  let bytes = recovered.reduce((sum, segment) => sum + segment.bytes, 0)
  let wake: (() => void) | null = null
  let announce: () => void = () => undefined
  let isClosed = false
  let leaving: { last: string; resolve: () => void }[] = []

  const after = (last: string): SealedSegment | undefined => {
    for (const segment of segments.values()) if (segment.id > last) return segment
    return undefined
  }

  return {
    add(segment) {
      segments.set(segment.id, segment)
      bytes += segment.bytes
      wake?.()
    },
    get: (id) => segments.get(id),
    after,
    delete(id) {
      bytes -= segments.get(id)?.bytes ?? 0
      segments.delete(id)
      const first = segments.keys().next().value
      const isGone = ({ last }: { last: string }) => first === undefined || first > last
      for (const waiter of leaving.filter(isGone)) waiter.resolve()
      leaving = leaving.filter((waiter) => !isGone(waiter))
    },
    size: () => segments.size,
    bytes: () => bytes,
    oldest: () => segments.values().next().value,
    isWaitedFor: () => wake !== null,
    onWaiting(callback) {
      announce = callback
    },
    async *iterate(signal) {
      let last = ''
      while (!signal.aborted && !isClosed) {
        const next = after(last)
        if (next) {
          last = next.id
          yield next
          continue
        }
        const woken = Promise.withResolvers<void>()
        wake = woken.resolve
        const stop = () => woken.resolve()
        signal.addEventListener('abort', stop, { once: true })
        announce()
        await woken.promise
        wake = null
        signal.removeEventListener('abort', stop)
      }
    },
    emptied() {
      const last = [...segments.keys()].at(-1)
      if (last === undefined) return Promise.resolve()
      return new Promise((resolve) => leaving.push({ last, resolve }))
    },
    close() {
      isClosed = true
      wake?.()
    },
  }
}
