import type { RawEvent, RawSpan } from '@assay/contract/raw-span'
import { decodeAttributes, decodeAnyValue } from './rows/json-attributes.ts'

/** A stored log record of one span, as far as it tells what the span said. */
export interface StoredLog {
  name: string
  /** Unix time in nanoseconds. */
  timeUnixNano: bigint
  /** JSON texts as `encodeLog` writes them. */
  body: string
  attributes: string
}

/**
 * The span with its message logs as events behind its own, the body of each under the attribute `body` where it has none of that
 * name: the form from which `normaliseSpan` reads messages. What is stored of the span itself stays as it was.
 */
export function joinLogs(raw: RawSpan, logs: readonly StoredLog[]): RawSpan {
  return logs.length === 0 ? raw : { ...raw, events: [...raw.events, ...logs.map(toEvent)] }
}

function toEvent(log: StoredLog): RawEvent {
  const attributes = decodeAttributes(log.attributes)
  const body = decodeAnyValue(log.body)
  if (body !== null && !attributes.has('body')) attributes.set('body', body)
  return { timeUnixNano: log.timeUnixNano, name: log.name, attributes, droppedAttributesCount: 0 }
}
