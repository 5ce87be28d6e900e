import { createHash } from 'node:crypto'
import type { RawLog } from '@assay/contract/raw-log'
import type { RawScope, RawSpan } from '@assay/contract/raw-span'
import { encodeScore, EVALUATION_EVENT } from '@assay/normalise/rows/encode-score'
import type { RowContext } from '@assay/normalise/rows/encode-span'
import { RowWriter } from '@assay/normalise/rows/row-writer'
import { blankLog } from '../decode/check-log.ts'
import type { TimeWindow } from '../decode/time-window.ts'

const NO_SCORE = new Uint8Array(16)
const NO_SENDER: RawScope = { name: '', version: '', attributes: new Map(), schemaUrl: '' }
/** Below every arrival number: where a log record says the same, its evaluator stands, whichever came first. */
const LOWEST_VERSION = 1n

/**
 * Writes an evaluation event as a row of `scores`; false, and no row, for a record that is none or says nothing. Its id is a
 * hash of its row without sender and arrival, so that one evaluation is one score: sent twice, in another encoding, or
 * both as a log record and as an event of its span, which differ in their scopes.
 */
export function writeScore(out: RowWriter, log: RawLog, context: RowContext): boolean {
  if (log.eventName !== EVALUATION_EVENT) return false
  const said = new RowWriter(256)
  if (!encodeScore(said, { ...log, scope: NO_SENDER }, NO_SCORE, { projectId: '', version: 0n })) return false
  const id = createHash('sha256').update(said.written()).digest().subarray(0, 16)
  return encodeScore(out, log, new Uint8Array(id), context)
}

/**
 * Writes the evaluation events of a span as rows of `scores`, each as a log record of that span would be written. One
 * with a time outside of the window takes the span's end.
 *
 * @param window Asked for only when there is such an event.
 * @returns how many rows were written.
 */
export function writeEventScores(
  out: RowWriter,
  span: RawSpan,
  projectId: string,
  window: () => TimeWindow,
): number {
  let rows = 0
  for (const event of span.events) {
    if (event.name !== EVALUATION_EVENT) continue
    const { from, to } = window()
    const isSound = event.timeUnixNano >= from && event.timeUnixNano <= to
    const log: RawLog = {
      ...blankLog(span.resource, span.scope),
      traceId: span.traceId,
      spanId: span.spanId,
      timeUnixNano: isSound ? event.timeUnixNano : span.endTimeUnixNano,
      eventName: event.name,
      attributes: event.attributes,
    }
    if (writeScore(out, log, { projectId, version: LOWEST_VERSION })) rows++
  }
  return rows
}
