import type { RawResource, RawScope } from '@assay/contract/raw-span'
import type { ProtobufCursor } from './cursor.ts'
import { readAttribute } from './read-any-value.ts'

/** Stops at each field `wanted` of the message that ends at `end`: the cursor stands at its value, which ends at the stop. */
export function* fieldStops(c: ProtobufCursor, end: number, wanted: number): Generator<number, void> {
  while (c.pos < end) {
    const tag = c.uint32()
    if (tag === wanted) {
      const stop = c.delimited(end)
      yield stop
      c.pos = stop
    } else c.skip(tag, end)
  }
  c.expectEnd(end)
}

/** Resource and schema URL of the `ResourceSpans`, `ResourceLogs` and so on that ends at `end`; they may stand behind the rest. */
export function readResource(c: ProtobufCursor, end: number): RawResource {
  const resource: RawResource = { attributes: new Map(), schemaUrl: '' }
  c.startSpan(null)
  while (c.pos < end) {
    const tag = c.uint32()
    if (tag === 0x0a) {
      const stop = c.delimited(end)
      while (c.pos < stop) {
        const inner = c.uint32()
        if (inner === 0x0a) readAttribute(c, stop, resource.attributes)
        else c.skip(inner, stop)
      }
      c.expectEnd(stop)
    } else if (tag === 0x1a) resource.schemaUrl = c.text(end)
    else c.skip(tag, end)
  }
  c.expectEnd(end)
  return resource
}

/** Scope and schema URL of the `ScopeSpans`, `ScopeLogs` and so on that ends at `end`. */
export function readScope(c: ProtobufCursor, end: number): RawScope {
  const scope: RawScope = { name: '', version: '', attributes: new Map(), schemaUrl: '' }
  while (c.pos < end) {
    const tag = c.uint32()
    if (tag === 0x0a) {
      const stop = c.delimited(end)
      while (c.pos < stop) {
        const inner = c.uint32()
        if (inner === 0x0a) scope.name = c.text(stop)
        else if (inner === 0x12) scope.version = c.text(stop)
        else if (inner === 0x1a) readAttribute(c, stop, scope.attributes)
        else c.skip(inner, stop)
      }
      c.expectEnd(stop)
    } else if (tag === 0x1a) scope.schemaUrl = c.text(end)
    else c.skip(tag, end)
  }
  c.expectEnd(end)
  return scope
}
