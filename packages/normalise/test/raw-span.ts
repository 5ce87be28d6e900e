import type { Attributes } from '@assay/contract/any-value'
import type { RawSpan } from '@assay/contract/raw-span'

/** A plain raw span to change in tests. */
export function rawSpan(attributes: Attributes = new Map(), change: Partial<RawSpan> = {}): RawSpan {
  return {
    traceId: new Uint8Array(16).fill(1),
    spanId: new Uint8Array(8).fill(2),
    parentSpanId: new Uint8Array(8),
    traceState: '',
    flags: 257,
    name: 'a span',
    otelKind: 3,
    startTimeUnixNano: 1_795_163_400_123_456_789n,
    endTimeUnixNano: 1_795_163_401_123_456_789n,
    attributes,
    droppedAttributesCount: 0,
    events: [],
    droppedEventsCount: 0,
    links: [],
    droppedLinksCount: 0,
    statusCode: 0,
    statusMessage: '',
    resource: { attributes: new Map([['service.name', 'shop']]), schemaUrl: '' },
    scope: { name: 'shop.tracer', version: '1.0', attributes: new Map(), schemaUrl: '' },
    ...change,
  }
}
