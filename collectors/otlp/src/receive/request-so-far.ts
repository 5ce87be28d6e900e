import type { OpenSpan } from '@assay/telemetry/spans/tracer'
import type { Signal } from './signal.ts'

/** What is known of a request so far; it is counted once, when it is answered. */
export interface RequestSoFar {
  transport: 'http' | 'grpc'
  signal: Signal | null
  projectId: string | null
  bodyBytes: number
  /** Whether an Assay sent it. */
  isFromAssay: boolean
  /** Our own span of it; null where none is made. */
  span: OpenSpan | null
}

export const newRequest = (
  transport: RequestSoFar['transport'],
  span: OpenSpan | null = null,
): RequestSoFar => ({
  transport,
  signal: null,
  projectId: null,
  bodyBytes: 0,
  isFromAssay: false,
  span,
})
