import type { AnyValue, Attributes } from './any-value.ts'
import type { RawResource, RawScope } from './raw-span.ts'

/** A decoded OTLP log record with a sound time. Both encodings of a payload decode to equal raw logs. */
export interface RawLog {
  /** 16 bytes; all zero where the record belongs to no trace. */
  traceId: Uint8Array
  /** 8 bytes; all zero where the record belongs to no span. */
  spanId: Uint8Array
  /** Unix time in nanoseconds: when it happened, or was first observed where the sender says no more. */
  timeUnixNano: bigint
  /** Unix time in nanoseconds; 0 where the sender says none. */
  observedTimeUnixNano: bigint
  /** 1 to 24 as OTLP numbers severities; 0 for none. */
  severityNumber: number
  severityText: string
  /** The field `event_name`; of older senders the attribute `event.name`. '' for a plain log. */
  eventName: string
  body: AnyValue
  attributes: Attributes
  droppedAttributesCount: number
  flags: number
  resource: RawResource
  scope: RawScope
}
