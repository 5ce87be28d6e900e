import type { RawResource, RawScope, RawSpan } from '@assay/contract/raw-span'
import type { DecodeReport } from '../decode-report.ts'
import type { TimeWindow } from '../time-window.ts'
import { JsonCursor } from './cursor.ts'
import { isSnakeKey } from './known-keys.ts'
import { inBatches, readResource, readScope, sound, type Group } from './read-origin.ts'
import { readSpan } from './read-span.ts'

/**
 * Reads an `ExportTraceServiceRequest` in OTLP/JSON. Resource and scope may be written behind their spans, so the
 * spans of one element of `resourceSpans` are given together when it ends; in between come empty batches, where
 * a reader may pause.
 *
 * @throws MalformedRequest or RangeError when the text is no JSON of this shape.
 */
export function* readJsonTraces(
  body: Buffer,
  window: TimeWindow,
  report: DecodeReport,
): Generator<RawSpan[], void> {
  const c = new JsonCursor(body)
  let hasSpans = false
  let other: DecodeReport['wrongSignal'] = null
  if (c.openObject('the body')) {
    do {
      const key = c.key()
      if (key === 'resourceSpans') {
        hasSpans = true
        if (c.isNull() || !c.openList('resourceSpans')) continue
        do yield* readResourceSpans(c, window, report)
        while (c.moreElements())
        continue
      }
      if (key === 'resourceLogs') other = 'logs'
      else if (key === 'resourceMetrics') other = 'metrics'
      else if (isSnakeKey(key)) c.sawSnakeCase = true
      c.skip()
    } while (c.moreFields())
  }
  c.expectEnd()
  if (!hasSpans) report.wrongSignal = other
  if (c.sawSnakeCase) {
    report.warning =
      'the body has snake_case keys, which OTLP/JSON does not know and which were ignored: ' +
      'write resourceSpans, scopeSpans, traceId and so on in lowerCamelCase'
  }
}

function* readResourceSpans(
  c: JsonCursor,
  window: TimeWindow,
  report: DecodeReport,
): Generator<RawSpan[], void> {
  const resource: RawResource = { attributes: new Map(), schemaUrl: '' }
  const group: Group<RawSpan> = { items: [], fault: null }
  if (c.isNull() || !c.openObject('an element of resourceSpans')) return
  do {
    const key = c.key()
    if (c.isNull()) continue
    if (key === 'resource') group.fault = readResource(c, resource)
    else if (key === 'schemaUrl') resource.schemaUrl = c.text(key)
    else if (key === 'scopeSpans') {
      if (c.openList('scopeSpans'))
        do yield* readScopeSpans(c, resource, group, window, report)
        while (c.moreElements())
    } else {
      if (isSnakeKey(key)) c.sawSnakeCase = true
      c.skip()
    }
  } while (c.moreFields())
  yield* inBatches(sound(group, report))
}

function* readScopeSpans(
  c: JsonCursor,
  resource: RawResource,
  into: Group<RawSpan>,
  window: TimeWindow,
  report: DecodeReport,
): Generator<RawSpan[], void> {
  const scope: RawScope = { name: '', version: '', attributes: new Map(), schemaUrl: '' }
  const group: Group<RawSpan> = { items: [], fault: null }
  if (c.isNull() || !c.openObject('an element of scopeSpans')) return
  do {
    const key = c.key()
    if (c.isNull()) continue
    if (key === 'scope') group.fault = readScope(c, scope)
    else if (key === 'schemaUrl') scope.schemaUrl = c.text(key)
    else if (key === 'spans') {
      if (!c.openList('spans')) continue
      do {
        c.startSpan(null)
        report.received++
        const span = c.isNull() ? 'bad_ids' : readSpan(c, resource, scope, window)
        if (typeof span === 'string') report.refuse(span)
        else group.items.push(span)
        if (c.isPauseDue()) yield []
      } while (c.moreElements())
    } else {
      if (isSnakeKey(key)) c.sawSnakeCase = true
      c.skip()
    }
  } while (c.moreFields())
  for (const span of sound(group, report)) into.items.push(span)
}
