import type { RawEvent, RawLink, RawResource, RawScope, RawSpan } from '@assay/contract/raw-span'
import { writeAttributes } from './json-attributes.ts'
import { RowWriter } from './row-writer.ts'
import type { SplitBodies } from './split-bodies.ts'

const hex = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')

function writeEvent(out: RowWriter, event: RawEvent, split: SplitBodies): void {
  out.ascii(`{"t":"${event.timeUnixNano}","n":`)
  out.jsonString(event.name)
  out.ascii(',"a":')
  writeAttributes(out, event.attributes, 0, split)
  if (event.droppedAttributesCount > 0) out.ascii(`,"d":${event.droppedAttributesCount}`)
  out.ascii('}')
}

/** Events as a JSON list, '' for none; what the sender says it dropped stands in a last element. */
export function writeEvents(out: RowWriter, span: RawSpan, split: SplitBodies): void {
  const dropped = span.droppedAttributesCount > 0 || span.droppedEventsCount > 0
  if (span.events.length === 0 && !dropped) return
  out.ascii('[')
  for (let i = 0; i < span.events.length; i++) {
    if (i > 0) out.ascii(',')
    writeEvent(out, span.events[i]!, split)
  }
  if (dropped) {
    if (span.events.length > 0) out.ascii(',')
    out.ascii(`{"dropped":[${span.droppedAttributesCount},${span.droppedEventsCount}]}`)
  }
  out.ascii(']')
}

function writeLink(out: RowWriter, link: RawLink): void {
  out.ascii(`{"t":"${hex(link.traceId)}","s":"${hex(link.spanId)}","w":`)
  out.jsonString(link.traceState)
  out.ascii(',"a":')
  writeAttributes(out, link.attributes)
  if (link.droppedAttributesCount > 0) out.ascii(`,"d":${link.droppedAttributesCount}`)
  out.ascii('}')
}

/** Links as a JSON list, '' for none. */
export function writeLinks(out: RowWriter, span: RawSpan): void {
  if (span.links.length === 0 && span.droppedLinksCount === 0) return
  out.ascii('[')
  for (let i = 0; i < span.links.length; i++) {
    if (i > 0) out.ascii(',')
    writeLink(out, span.links[i]!)
  }
  if (span.droppedLinksCount > 0) {
    if (span.links.length > 0) out.ascii(',')
    out.ascii(`{"dropped":[${span.droppedLinksCount}]}`)
  }
  out.ascii(']')
}

const texts = new WeakMap<RawResource | RawScope, Buffer>()

/** The JSON text of a resource as UTF-8; made once for all spans that share the object. */
export function resourceText(resource: RawResource): Buffer {
  let text = texts.get(resource)
  if (text === undefined) {
    const out = new RowWriter(1024)
    out.ascii('{"u":')
    out.jsonString(resource.schemaUrl)
    out.ascii(',"a":')
    writeAttributes(out, resource.attributes)
    out.ascii('}')
    texts.set(resource, (text = out.take()))
  }
  return text
}

/** The JSON text of an instrumentation scope as UTF-8; made once for all spans that share the object. */
export function scopeText(scope: RawScope): Buffer {
  let text = texts.get(scope)
  if (text === undefined) {
    const out = new RowWriter(512)
    out.ascii('{"n":')
    out.jsonString(scope.name)
    out.ascii(',"v":')
    out.jsonString(scope.version)
    out.ascii(',"u":')
    out.jsonString(scope.schemaUrl)
    out.ascii(',"a":')
    writeAttributes(out, scope.attributes)
    out.ascii('}')
    texts.set(scope, (text = out.take()))
  }
  return text
}
