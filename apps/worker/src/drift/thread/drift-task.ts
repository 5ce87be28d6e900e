import type { DriftEvidence, DriftSettings, DriftSummary } from '@assay/contract/api/drift'
import type { ComparedScore, WatchedCall } from '../call.ts'
import type { StreamState } from './watch-streams.ts'
import type { WindowResult, WindowTest } from './test-windows.ts'

/** Something that drifts, as a thread found it. */
export interface FoundDrift {
  key: string
  method: 'window' | 'online'
  sinceMs: number
  summary: DriftSummary
  evidence: DriftEvidence
}

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
