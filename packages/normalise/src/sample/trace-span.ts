import type { CanonicalSpan } from '@assay/contract/canonical-span'

/** A span in its place in a trace. */
export interface TraceSpan {
  /** 16 lower-case hex digits. */
  spanId: string
  /** null for a root. */
  parentSpanId: string | null
  /** Unix time in nanoseconds. */
  startNs: bigint
  endNs: bigint
  span: CanonicalSpan
}

/** Earliest first; of spans that start together the one with the lower id, so that every run reads the same order. */
export function byStart(a: TraceSpan, b: TraceSpan): number {
  if (a.startNs !== b.startNs) return a.startNs < b.startNs ? -1 : 1
  return a.spanId < b.spanId ? -1 : a.spanId > b.spanId ? 1 : 0
}
