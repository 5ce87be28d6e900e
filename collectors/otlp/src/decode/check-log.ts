import type { DropReason } from '@assay/contract/drop-reason'
import type { RawLog } from '@assay/contract/raw-log'
import type { RawResource, RawScope } from '@assay/contract/raw-span'
import { isId, NO_ID, NO_PARENT } from './check-span.ts'
import type { TimeWindow } from './time-window.ts'

/** The trace of a record that belongs to none. Shared; nobody writes into ids. */
const NO_TRACE = new Uint8Array(16)

/** A log record as the wire formats start it, every field at its default. */
export function blankLog(resource: RawResource, scope: RawScope): RawLog {
  return {
    traceId: NO_ID,
    spanId: NO_ID,
    timeUnixNano: 0n,
    observedTimeUnixNano: 0n,
    severityNumber: 0,
    severityText: '',
    eventName: '',
    body: null,
    attributes: new Map(),
    droppedAttributesCount: 0,
    flags: 0,
    resource,
    scope,
  }
}

/**
 * Puts the last hand to a record that was read, or says why it is refused: a time outside the window, or none at
 * all (`bad_timestamp`).
 *
 * Ids are no reason to refuse a record: OTLP has them optional, and invalid ones mean that there is none. Without
 * a sound trace id it is a plain log; without a sound span id it belongs to its trace alone.
 */
export function checkLog(log: RawLog, window: TimeWindow): DropReason | null {
  if (log.timeUnixNano === 0n) log.timeUnixNano = log.observedTimeUnixNano
  if (log.timeUnixNano < window.from || log.timeUnixNano > window.to) return 'bad_timestamp'
  const observed = log.observedTimeUnixNano
  if (observed < window.from || observed > window.to) log.observedTimeUnixNano = 0n
  if (!isId(log.traceId, 16)) {
    log.traceId = NO_TRACE
    log.spanId = NO_PARENT
  } else if (!isId(log.spanId, 8)) log.spanId = NO_PARENT
  if (log.severityNumber > 24) log.severityNumber = 0
  if (log.eventName === '') {
    const name = log.attributes.get('event.name')
    if (typeof name === 'string') log.eventName = name
  }
  return null
}
