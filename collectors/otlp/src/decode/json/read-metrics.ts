import type { RawPoint } from '@assay/contract/raw-metric'
import type { RawResource, RawScope } from '@assay/contract/raw-span'
import type { DecodeReport } from '../decode-report.ts'
import { BATCH_SPANS } from '../limits.ts'
import type { TimeWindow } from '../time-window.ts'
import { JsonCursor } from './cursor.ts'
import { isSnakeKey } from './known-keys.ts'
import { readMetric } from './read-metric.ts'
import { inBatches, readResource, readScope, sound, type Group } from './read-origin.ts'

/**
 * Reads an `ExportMetricsServiceRequest` in OTLP/JSON. The points of one element of `resourceMetrics` are given
 * together when it ends, since resource and scope may stand behind them; in between come empty batches, where a
 * reader may pause.
 *
 * @throws MalformedRequest or RangeError when the text is no JSON of this shape.
 */
export function* readJsonMetrics(
  body: Buffer,
  window: TimeWindow,
  report: DecodeReport,
): Generator<RawPoint[], void> {
  const c = new JsonCursor(body)
  let hasMetrics = false
  let other: DecodeReport['wrongSignal'] = null
  if (c.openObject('the body')) {
    do {
      const key = c.key()
      if (key === 'resourceMetrics') {
        hasMetrics = true
        if (c.isNull() || !c.openList('resourceMetrics')) continue
        do yield* readResourceMetrics(c, window, report)
        while (c.moreElements())
        continue
      }
      if (key === 'resourceSpans') other = 'traces'
      else if (key === 'resourceLogs') other = 'logs'
      else if (isSnakeKey(key)) c.sawSnakeCase = true
      c.skip()
    } while (c.moreFields())
  }
  c.expectEnd()
  if (!hasMetrics) report.wrongSignal = other
  if (c.sawSnakeCase) {
    report.warning =
      'the body has snake_case keys, which OTLP/JSON does not know and which were ignored: ' +
      'write resourceMetrics, scopeMetrics, dataPoints and so on in lowerCamelCase'
  }
}

function* readResourceMetrics(
  c: JsonCursor,
  window: TimeWindow,
  report: DecodeReport,
): Generator<RawPoint[], void> {
  const resource: RawResource = { attributes: new Map(), schemaUrl: '' }
  const group: Group<RawPoint> = { items: [], fault: null }
  if (c.isNull() || !c.openObject('an element of resourceMetrics')) return
  do {
    const key = c.key()
    if (c.isNull()) continue
    if (key === 'resource') group.fault = readResource(c, resource)
    else if (key === 'schemaUrl') resource.schemaUrl = c.text(key)
    else if (key === 'scopeMetrics') {
      if (c.openList('scopeMetrics'))
        do yield* readScopeMetrics(c, resource, group, window, report)
        while (c.moreElements())
    } else {
      if (isSnakeKey(key)) c.sawSnakeCase = true
      c.skip()
    }
  } while (c.moreFields())
  yield* inBatches(sound(group, report))
}

function* readScopeMetrics(
  c: JsonCursor,
  resource: RawResource,
  into: Group<RawPoint>,
  window: TimeWindow,
  report: DecodeReport,
): Generator<RawPoint[], void> {
  const scope: RawScope = { name: '', version: '', attributes: new Map(), schemaUrl: '' }
  const group: Group<RawPoint> = { items: [], fault: null }
  if (c.isNull() || !c.openObject('an element of scopeMetrics')) return
  let unpaused = 0
  do {
    const key = c.key()
    if (c.isNull()) continue
    if (key === 'scope') group.fault = readScope(c, scope)
    else if (key === 'schemaUrl') scope.schemaUrl = c.text(key)
    else if (key === 'metrics') {
      if (!c.openList('metrics')) continue
      do {
        const before = report.received
        for (const point of readMetric(c, resource, scope, window, report)) group.items.push(point)
        unpaused += 1 + report.received - before
        if (unpaused < BATCH_SPANS) continue
        unpaused = 0
        yield []
      } while (c.moreElements())
    } else {
      if (isSnakeKey(key)) c.sawSnakeCase = true
      c.skip()
    }
  } while (c.moreFields())
  for (const point of sound(group, report)) into.items.push(point)
}
