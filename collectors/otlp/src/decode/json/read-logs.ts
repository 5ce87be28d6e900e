import type { RawLog } from '@assay/contract/raw-log'
import type { RawResource, RawScope } from '@assay/contract/raw-span'
import type { DecodeReport } from '../decode-report.ts'
import type { TimeWindow } from '../time-window.ts'
import { JsonCursor } from './cursor.ts'
import { isSnakeKey } from './known-keys.ts'
import { readLog } from './read-log.ts'
import { inBatches, readResource, readScope, sound, type Group } from './read-origin.ts'

/**
 * Reads an `ExportLogsServiceRequest` in OTLP/JSON. The records of one element of `resourceLogs` are given together
 * when it ends, since resource and scope may stand behind them; in between come empty batches, where a reader may pause.
 *
 * @throws MalformedRequest or RangeError when the text is no JSON of this shape.
 */
export function* readJsonLogs(
  body: Buffer,
  window: TimeWindow,
  report: DecodeReport,
): Generator<RawLog[], void> {
  const c = new JsonCursor(body)
  let hasLogs = false
  let other: DecodeReport['wrongSignal'] = null
  if (c.openObject('the body')) {
    do {
      const key = c.key()
      if (key === 'resourceLogs') {
        hasLogs = true
        if (c.isNull() || !c.openList('resourceLogs')) continue
        do yield* readResourceLogs(c, window, report)
        while (c.moreElements())
        continue
      }
      if (key === 'resourceSpans') other = 'traces'
      else if (key === 'resourceMetrics') other = 'metrics'
      else if (isSnakeKey(key)) c.sawSnakeCase = true
      c.skip()
    } while (c.moreFields())
  }
  c.expectEnd()
  if (!hasLogs) report.wrongSignal = other
  if (c.sawSnakeCase) {
    report.warning =
      'the body has snake_case keys, which OTLP/JSON does not know and which were ignored: ' +
      'write resourceLogs, scopeLogs, traceId and so on in lowerCamelCase'
  }
}

function* readResourceLogs(
  c: JsonCursor,
  window: TimeWindow,
  report: DecodeReport,
): Generator<RawLog[], void> {
  const resource: RawResource = { attributes: new Map(), schemaUrl: '' }
  const group: Group<RawLog> = { items: [], fault: null }
  if (c.isNull() || !c.openObject('an element of resourceLogs')) return
  do {
    const key = c.key()
    if (c.isNull()) continue
    if (key === 'resource') group.fault = readResource(c, resource)
    else if (key === 'schemaUrl') resource.schemaUrl = c.text(key)
    else if (key === 'scopeLogs') {
      if (c.openList('scopeLogs'))
        do yield* readScopeLogs(c, resource, group, window, report)
        while (c.moreElements())
    } else {
      if (isSnakeKey(key)) c.sawSnakeCase = true
      c.skip()
    }
  } while (c.moreFields())
  yield* inBatches(sound(group, report))
}

function* readScopeLogs(
  c: JsonCursor,
  resource: RawResource,
  into: Group<RawLog>,
  window: TimeWindow,
  report: DecodeReport,
): Generator<RawLog[], void> {
  const scope: RawScope = { name: '', version: '', attributes: new Map(), schemaUrl: '' }
  const group: Group<RawLog> = { items: [], fault: null }
  if (c.isNull() || !c.openObject('an element of scopeLogs')) return
  do {
    const key = c.key()
    if (c.isNull()) continue
    if (key === 'scope') group.fault = readScope(c, scope)
    else if (key === 'schemaUrl') scope.schemaUrl = c.text(key)
    else if (key === 'logRecords') {
      if (!c.openList('logRecords')) continue
      do {
        c.startSpan(null)
        report.received++
        const log = c.isNull() ? 'bad_timestamp' : readLog(c, resource, scope, window)
        if (typeof log === 'string') report.refuse(log)
        else group.items.push(log)
        if (c.isPauseDue()) yield []
      } while (c.moreElements())
    } else {
      if (isSnakeKey(key)) c.sawSnakeCase = true
      c.skip()
    }
  } while (c.moreFields())
  for (const log of sound(group, report)) into.items.push(log)
}
