import type { DriftSettings } from '@assay/contract/api/drift'
import type { ComparedScore, WatchedCall } from '../call.ts'
import type { FoundDrift } from './found-drift.ts'
import type { StreamState } from './stream-state.ts'
import type { WindowResult, WindowTest } from './test-windows.ts'

/** What the watch of rates goes on with. */
export interface WatchTask {
  /** What came since the last run. */
  calls: WatchedCall[]
  scores: ComparedScore[]
  states: Map<string, StreamState>
  settings: DriftSettings
  nowMs: number
}

export interface WatchResult {
  found: FoundDrift[]
  /** Keys of rates that are back where they were before. */
  back: string[]
  states: Map<string, StreamState>
}

/** What a thread does at once, for one project. `test` is null where no window is due. */
export interface DriftTask {
  test: WindowTest | null
  watch: WatchTask
}

export interface DriftResult {
  test: WindowResult | null
  watch: WatchResult
}
