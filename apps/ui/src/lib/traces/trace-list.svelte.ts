import type { TracePage, TraceSummary } from '@assay/contract/api/trace'
import { PagedList, type ListPage } from '#lib/list/paged-list.svelte.ts'
import { LIVE_LIMIT, mergeLive } from './merge-live.ts'

const read = (answer: TracePage): ListPage<TraceSummary> => ({
  rows: answer.traces,
  nextCursor: answer.nextCursor,
})
const FRESH_MS = 1600

/** The rows of the trace list: pages that are loaded, and what the live tail brings. */
export class TraceList extends PagedList<TraceSummary, TracePage> {
  /** Arrived while the person was reading further down; shown when they ask for it. */
  waiting = $state.raw<readonly TraceSummary[]>([])
  /** Ids that came in the last moments, to be seen. */
  fresh = $state.raw<ReadonlySet<string>>(new Set())
  /** Rows that had to go because a live list is bounded. */
  dropped = $state(0)

  constructor(path: string, first: TracePage) {
    super(path, read(first), read, ({ traceId }) => traceId)
  }

  /** Takes what arrived: known rows change in place; new ones are shown at once, or wait where `isPaused`. */
  arrive(traces: readonly TraceSummary[], isPaused: boolean): void {
    const known = new Set(this.rows.map(({ traceId }) => traceId))
    const updates = traces.filter(({ traceId }) => known.has(traceId))
    const added = traces.filter(({ traceId }) => !known.has(traceId))
    if (updates.length > 0) this.rows = mergeLive(this.rows, updates, this.rows.length)
    if (added.length === 0) return
    if (isPaused) {
      this.waiting = mergeLive(this.waiting, added)
      return
    }
    this.#show(added)
  }

  /** Shows what has been waiting. */
  release(): void {
    const { waiting } = this
    this.waiting = []
    if (waiting.length > 0) this.#show(waiting)
  }

  #show(added: readonly TraceSummary[]): void {
    const size = new Set([...this.rows, ...added].map(({ traceId }) => traceId)).size
    this.rows = mergeLive(this.rows, added)
    if (size > LIVE_LIMIT) {
      this.dropped += size - LIVE_LIMIT
      // The cursor points behind rows that are gone: going on from there would leave a gap.
      this.nextCursor = null
    }
    const ids = added.map(({ traceId }) => traceId)
    this.fresh = new Set([...this.fresh, ...ids])
    setTimeout(() => (this.fresh = new Set([...this.fresh].filter((id) => !ids.includes(id)))), FRESH_MS)
  }
}

/** The list a person left, so that coming back by the history finds it as it was. */
export const kept: { path: string; list: TraceList | null; scrollTop: number } = {
  path: '',
  list: null,
  scrollTop: 0,
}
