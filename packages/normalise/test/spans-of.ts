import type { AnyValue } from '@assay/contract/any-value'
import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { RawEvent } from '@assay/contract/raw-span'
import { normaliseSpan } from '../src/normalise-span.ts'
import { rawSpan } from './raw-span.ts'

const START = 1_795_163_400_000_000_000n

/** Attributes as an object. */
export interface Said {
  [key: string]: AnyValue
}

/** An event, or a log record that was joined, so many milliseconds after the start. */
export function eventAt(name: string, ms: number, attributes: Said): RawEvent {
  return {
    timeUnixNano: START + BigInt(ms * 1e6),
    name,
    attributes: new Map(Object.entries(attributes)),
    droppedAttributesCount: 0,
  }
}

/** The canonical form of spans of one scope. */
export function spansOf(scopeName: string) {
  const scope = { name: scopeName, version: '', attributes: new Map(), schemaUrl: '' }
  return (name: string, attributes: Said, events: RawEvent[] = []): CanonicalSpan =>
    normaliseSpan(rawSpan(new Map(Object.entries(attributes)), { name, scope, events }))
}
