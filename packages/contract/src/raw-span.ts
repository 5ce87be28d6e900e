import type { Attributes } from './any-value.ts'

/** A decoded OTLP resource; one object is shared by all its spans, so encoders may cache by identity. */
export interface RawResource {
  attributes: Attributes
  schemaUrl: string
}

/** A decoded OTLP instrumentation scope; one object is shared by all its spans. */
export interface RawScope {
  name: string
  version: string
  attributes: Attributes
  schemaUrl: string
}

export interface RawEvent {
  /** Unix time in nanoseconds. */
  timeUnixNano: bigint
  name: string
  attributes: Attributes
  droppedAttributesCount: number
}

export interface RawLink {
  /** 16 bytes. */
  traceId: Uint8Array
  /** 8 bytes. */
  spanId: Uint8Array
  traceState: string
  attributes: Attributes
  droppedAttributesCount: number
}

/** A decoded OTLP span with sound ids and times. Both encodings of a payload decode to equal raw spans. */
export interface RawSpan {
  /** 16 bytes, not all zero. */
  traceId: Uint8Array
  /** 8 bytes, not all zero. */
  spanId: Uint8Array
  /** 8 bytes; all zero for a root. */
  parentSpanId: Uint8Array
  traceState: string
  flags: number
  name: string
  /** 0 unspecified, 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  otelKind: number
  /** Unix time in nanoseconds. */
  startTimeUnixNano: bigint
  /** Unix time in nanoseconds, never before the start. */
  endTimeUnixNano: bigint
  attributes: Attributes
  droppedAttributesCount: number
  events: RawEvent[]
  droppedEventsCount: number
  links: RawLink[]
  droppedLinksCount: number
  /** 0 unset, 1 ok, 2 error. */
  statusCode: number
  statusMessage: string
  resource: RawResource
  scope: RawScope
}
