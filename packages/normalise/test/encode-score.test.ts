import type { RawLog } from '@assay/contract/raw-log'
import { SCORES_COLUMNS } from '@assay/contract/tables'
import { expect, test } from 'vitest'
import { encodeScore, EVALUATION_EVENT } from '../src/rows/encode-score.ts'
import { RowWriter } from '../src/rows/row-writer.ts'
import { readRows } from './read-row.ts'

function rowsOf(attributes: Record<string, number | string>): Record<string, unknown>[] {
  const empty = { attributes: new Map(), schemaUrl: '' }
  const log: RawLog = {
    traceId: new Uint8Array(16).fill(1),
    spanId: new Uint8Array(8).fill(2),
    timeUnixNano: 1_795_000_000_000_000_001n,
    observedTimeUnixNano: 0n,
    severityNumber: 0,
    severityText: '',
    eventName: EVALUATION_EVENT,
    body: null,
    attributes: new Map(Object.entries({ 'gen_ai.evaluation.name': 'tone', ...attributes })),
    droppedAttributesCount: 0,
    flags: 0,
    resource: empty,
    scope: { ...empty, name: 'app', version: '1' },
  }
  const out = new RowWriter()
  const isWritten = encodeScore(out, log, new Uint8Array(16).fill(3), { projectId: 'p1', version: 7n })
  return isWritten ? readRows(out.take(), SCORES_COLUMNS) : []
}

test('an evaluation event is a row with its value', () => {
  expect(rowsOf({ 'gen_ai.evaluation.score.value': 0.5 })).toMatchObject([{ name: 'tone', value: 0.5 }])
})

test('a value so great that no mean could hold it is left out: the label stays, without one it is an error, and both say so', () => {
  const value = { 'gen_ai.evaluation.score.value': 1.7e308 }
  expect(rowsOf({ ...value, 'gen_ai.evaluation.score.label': 'good' })).toMatchObject([
    { value: null, label: 'good', error_type: '', explanation: expect.stringContaining('1.7e+308') },
  ])
  expect(rowsOf({ ...value, 'gen_ai.evaluation.explanation': 'So it is.' })).toMatchObject([
    {
      value: null,
      label: '',
      error_type: 'value_out_of_range',
      explanation: expect.stringMatching(/So it is\.$/),
    },
  ])
})
