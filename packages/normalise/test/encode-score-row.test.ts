import { NO_SLICES, type ScoreRow } from '@assay/contract/score-row'
import { SCORES_COLUMNS } from '@assay/contract/tables'
import { expect, test } from 'vitest'
import { encodeScoreRow } from '../src/rows/encode-score-row.ts'
import { RowWriter } from '../src/rows/row-writer.ts'
import { scoreIdOf, type ScoreKey } from '../src/rows/score-id.ts'
import { readRows } from './read-row.ts'

const KEY: ScoreKey = {
  projectId: 'p1',
  target: 'span',
  traceId: '0'.repeat(30) + 'a1',
  spanId: '0'.repeat(14) + 'b2',
  sessionId: '',
  name: 'faithfulness',
  by: ['faithfulness', '1', '{}'],
}
const PLACE = { field: 'answer', passage: 0, start: 3, end: 8, quote: 'Paris' } as const
const ROW: ScoreRow = {
  ...KEY,
  scoreId: scoreIdOf(KEY),
  responseId: 'r1',
  timeUnixNano: 1_795_000_000_000_000_001n,
  evaluator: 'faithfulness',
  evaluatorVersion: '1',
  value: 0.25,
  label: 'unsupported',
  explanation: 'One claim stands nowhere.',
  source: 'metric',
  inclusionProbability: 0.1,
  errorType: '',
  rule: { id: 'rule-1', version: 3 },
  sampling: 'uniform',
  confidence: 0.8,
  findings: [{ kind: 'unsupported', place: PLACE, evidence: [PLACE], confidence: null, explanation: 'No.' }],
  details: { claims: 4 },
  judgeModel: '',
  costUsd: null,
  durationMs: 1.5,
  slices: { ...NO_SLICES, model: 'gpt', tags: ['a', 'b'] },
}

function rowOf(row: ScoreRow): Record<string, unknown> {
  const out = new RowWriter()
  encodeScoreRow(out, row, 7n)
  const [read, ...others] = readRows(out.take(), SCORES_COLUMNS)
  expect(others).toEqual([])
  return read ?? {}
}

test('a score is written in the order of its columns', () => {
  expect(rowOf(ROW)).toEqual({
    project_id: 'p1',
    trace_id: KEY.traceId,
    span_id: KEY.spanId,
    response_id: 'r1',
    name: 'faithfulness',
    score_id: ROW.scoreId,
    time: ROW.timeUnixNano,
    evaluator: 'faithfulness',
    evaluator_version: '1',
    value: 0.25,
    label: 'unsupported',
    explanation: 'One claim stands nowhere.',
    source: 'metric',
    inclusion_probability: 0.1,
    error_type: '',
    target: 'span',
    session_id: '',
    rule_id: 'rule-1',
    rule_version: 3,
    sampling: 'uniform',
    confidence: 0.8,
    findings: JSON.stringify(ROW.findings),
    details: '{"claims":4}',
    judge_model: '',
    cost_usd: null,
    duration_ms: 1.5,
    model: 'gpt',
    service: '',
    environment: '',
    prompt_name: '',
    prompt_version: '',
    user_id: '',
    tags: ['a', 'b'],
    version: 7n,
  })
})

test('a score of a session has no trace and no span', () => {
  const row = rowOf({ ...ROW, target: 'session', traceId: '', spanId: '', sessionId: 's1' })
  expect(row).toMatchObject({ trace_id: '0'.repeat(32), span_id: '0'.repeat(16), session_id: 's1' })
})

test('no number is written that is none', () => {
  const row = rowOf({ ...ROW, value: NaN, confidence: Infinity, costUsd: NaN, durationMs: -Infinity })
  expect(row).toMatchObject({ value: null, confidence: null, cost_usd: null, duration_ms: null })
})

test.each([0, -0.1, 1.01, NaN])('an inclusion probability of %d is refused', (inclusionProbability) => {
  const out = new RowWriter()
  expect(() => encodeScoreRow(out, { ...ROW, inclusionProbability }, 1n)).toThrow(RangeError)
  expect(out.length).toBe(0)
})

test('long texts, many findings and large details are cut to valid JSON', () => {
  const row = rowOf({
    ...ROW,
    explanation: 'x'.repeat(10_000),
    findings: Array.from({ length: 300 }, () => ({
      ...ROW.findings[0]!,
      place: { ...PLACE, quote: 'q'.repeat(1000) },
    })),
    details: { small: 1, large: 'y'.repeat(100_000) },
  })
  expect(row['explanation']).toHaveLength(4000)
  const findings = JSON.parse(row['findings'] as string) as typeof ROW.findings
  expect(findings).toHaveLength(100)
  expect(findings[0]?.place.quote).toHaveLength(300)
  expect(row['details']).toBe('{"small":1}')
})

test('the id of a score tells every part of its key apart, and nothing else', () => {
  const others = [
    { projectId: 'p2' },
    { target: 'trace' },
    { traceId: '' },
    { spanId: '' },
    { sessionId: 's' },
    { name: 'refusal' },
    { by: ['faithfulness', '2', '{}'] },
    { by: ['faithfulness', '1{}'] },
  ] satisfies Partial<ScoreKey>[]
  const ids = [KEY, ...others.map((other) => ({ ...KEY, ...other }))].map(scoreIdOf)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.every((id) => /^[0-9a-f]{32}$/.test(id))).toBe(true)
  expect(scoreIdOf({ ...KEY })).toBe(ids[0])
})
