import type { RawLog } from '@assay/contract/raw-log'
import { MAX_SCORE_VALUE } from '@assay/contract/score-row'
import { AttributeReader } from '../shared/attribute-reader.ts'
import type { RowContext } from './encode-span.ts'
import type { RowWriter } from './row-writer.ts'

/** The event that tells what an evaluator said, since v1.38 of the GenAI conventions. */
export const EVALUATION_EVENT = 'gen_ai.evaluation.result'

/**
 * Writes an evaluation event as a row of `scores`, values in the order of SCORES_COLUMNS; false, and no row, for a
 * record that is none or says nothing: without a name, or without score, label and error. A value that no sum can hold is not stored: the score
 * says so in place of it, as an error where it has no label either. A failed evaluation has its error and no value, never 0.
 *
 * @param id 16 bytes that are equal for records that say the same, so that a resent event is one score.
 */
export function encodeScore(out: RowWriter, log: RawLog, id: Uint8Array, context: RowContext): boolean {
  if (log.eventName !== EVALUATION_EVENT) return false
  const reader = new AttributeReader(log.attributes)
  const name = reader.text('gen_ai.evaluation.name')
  const number = reader.number('gen_ai.evaluation.score.value')
  const isTooFar = number !== null && Math.abs(number) > MAX_SCORE_VALUE
  const value = isTooFar ? null : number
  const label = reader.text('gen_ai.evaluation.score.label')
  const errorType = reader.text('error.type') ?? (isTooFar && label === null ? 'value_out_of_range' : null)
  const responseId = reader.text('gen_ai.response.id') ?? ''
  if (name === null || (value === null && label === null && errorType === null)) return false
  out.string(context.projectId)
  out.fixed(log.traceId)
  out.fixed(log.spanId)
  out.string(responseId)
  out.string(name)
  out.fixed(id)
  out.int64(log.timeUnixNano)
  out.string(log.scope.name)
  out.string(log.scope.version)
  out.nullableFloat64(value)
  out.string(label ?? '')
  const explanation = reader.text('gen_ai.evaluation.explanation') ?? ''
  out.string(isTooFar ? `${tooFar(number)} ${explanation}`.trimEnd() : explanation)
  out.string('otel')
  out.float64(1)
  out.string(errorType ?? '')
  out.string(log.spanId.some(Boolean) || responseId !== '' ? 'span' : 'trace')
  writeUnknown(out)
  out.uint64(context.version)
  return true
}

const tooFar = (value: number): string =>
  `Its value, ${value}, is further from 0 than ${MAX_SCORE_VALUE} and is left out of statistics.`

/** Columns between target and version, of which an event tells nothing. */
function writeUnknown(out: RowWriter): void {
  out.string('')
  out.string('')
  out.uint32(0)
  out.string('')
  out.nullableFloat64(null)
  out.string('')
  out.string('')
  out.string('')
  out.nullableFloat64(null)
  out.nullableFloat64(null)
  for (let slices = 0; slices < 6; slices++) out.string('')
  out.stringArray([])
}
