import type { DriftSignal, DriftSummary } from '@assay/contract/api/drift'
import type { RateChangeState } from '@assay/stats/detect/rate-change'
import type { Mark } from './marks.ts'

/** A change that a detector told: what was before, and since when it is otherwise. */
export interface RateShift {
  before: [from: Mark, to: Mark]
  sinceMs: number
}

/** Where the detector of one rate stands; plain data that JSON keeps. */
export interface StreamState {
  signal: DriftSignal
  score: DriftSummary['score']
  slice: DriftSummary['slice']
  detector: RateChangeState
  hits: number
  /** How the rate ran, thinned out. */
  marks: Mark[]
  stride: number
  /** From where on the rate before a change is counted. */
  regime: Mark
  /** Least inclusion probability of the last days: likelier samples are thinned out to it, so that all count alike. */
  least: number
  /** When it last came up. */
  leastMs: number
  /** The last hits and misses, for examples. */
  recent: { hit: [traceId: string, timeMs: number][]; miss: [traceId: string, timeMs: number][] }
  shift: RateShift | null
  lastMs: number
}
