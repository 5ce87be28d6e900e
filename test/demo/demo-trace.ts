export type DemoAttribute = string | number | boolean | string[]
export type DemoAttributes = Record<string, DemoAttribute>

/** One process of the make-believe product; all its spans share this object. */
export interface DemoResource {
  service: string
  attributes: DemoAttributes
}

export interface DemoEvent {
  name: string
  /** Microseconds since 1970. */
  timeUs: number
  attributes: DemoAttributes
}

export interface DemoSpan {
  traceId: string
  spanId: string
  parentSpanId: string | null
  name: string
  kind: 'internal' | 'client' | 'server'
  /** Microseconds since 1970; so is `endUs`. */
  startUs: number
  endUs: number
  attributes: DemoAttributes
  events: DemoEvent[]
  /** The message of a failed span; null where nothing failed. */
  error: string | null
  resource: DemoResource
  scope: { name: string; version: string }
}

/** One trace; its first span is the root, and every parent stands before its children. */
export interface DemoTrace {
  traceId: string
  startUs: number
  endUs: number
  sessionId: string | null
  userId: string | null
  spans: DemoSpan[]
}
