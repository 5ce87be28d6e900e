import type { DriftSliceBy } from '@assay/contract/api/drift'
import type { ScoreTarget } from '@assay/contract/score-row'

/** Values of the slices that something belongs to; those that it has not are left out. */
export type SliceValues = Partial<Record<DriftSliceBy, string>>

/** What the watch of rates reads of a call. */
export interface WatchedCall {
  traceId: string
  timeMs: number
  isError: boolean
  slices: SliceValues
}

/** What two windows are compared by. */
export interface ComparedCall extends WatchedCall {
  latencyMs: number
  costUsd: number | null
  inputTokens: number | null
  outputTokens: number | null
  finishReason: string
  tool: string
  /** Only of a part of the calls. Lengths in characters; the texts are parts. */
  text: { answer: string; input: string; answerLength: number; inputLength: number } | null
}

export interface ComparedScore {
  id: string
  traceId: string
  timeMs: number
  name: string
  version: string
  source: string
  target: ScoreTarget
  value: number | null
  label: string
  /** Inclusion probability, above 0 to 1. */
  probability: number
  slices: SliceValues
}

/** What was drawn of a time, in an order of chance. */
export interface DriftRows {
  /** Traces with a call that were stored. */
  stored: number
  calls: ComparedCall[]
  scores: ComparedScore[]
}

export interface TimeSpan {
  fromMs: number
  toMs: number
}
