import { NO_SLICES, type ScoreRow } from '@assay/contract/score-row'
import { SCORES_COLUMNS } from '@assay/contract/tables'
import { encodeScoreRow } from '@assay/normalise/rows/encode-score-row'
import { RowWriter } from '@assay/normalise/rows/row-writer'
import { scoreIdOf } from '@assay/normalise/rows/score-id'
import type { ClickHouse } from '@assay/store/clickhouse/open'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BASE_MS, spanHex, traceHex } from './span-rows.ts'

/** A score as the tests write it; `key` tells its id, and what is left out is usual. */
export type TestScore = Partial<Omit<ScoreRow, 'slices'>> & {
  key: string
  trace?: string
  span?: string
  /** Milliseconds since `BASE_MS`. */
  atMs?: number
  slices?: Partial<ScoreRow['slices']>
  version?: number
}

export function scoreRow({
  key,
  trace = 'a',
  span = '',
  atMs = 0,
  slices,
  version: _,
  ...row
}: TestScore): ScoreRow {
  const ids = {
    projectId: 'p1',
    target: span === '' ? 'trace' : 'span',
    traceId: trace === '' ? '' : traceHex(trace),
    spanId: span === '' ? '' : spanHex(span),
    sessionId: '',
    name: 'quality',
  } as const
  return {
    ...ids,
    scoreId: scoreIdOf({ ...ids, by: [key] }),
    responseId: '',
    timeUnixNano: BigInt(BASE_MS + atMs) * 1_000_000n,
    evaluator: 'quality',
    evaluatorVersion: '1',
    value: 1,
    label: '',
    explanation: '',
    source: 'metric',
    inclusionProbability: 1,
    errorType: '',
    rule: null,
    sampling: 'all',
    confidence: null,
    findings: [],
    details: {},
    judgeModel: '',
    costUsd: null,
    durationMs: null,
    ...row,
    slices: { ...NO_SLICES, ...slices },
  }
}

let inserts = 0

/** Writes scores as a segment of the spool is loaded: one block. */
export async function insertScores(ch: ClickHouse, scores: readonly TestScore[]): Promise<void> {
  const out = new RowWriter()
  for (const score of scores) encodeScoreRow(out, scoreRow(score), BigInt(score.version ?? 1))
  const dir = mkdtempSync(join(tmpdir(), 'assay-scores-'))
  const path = join(dir, 'scores.rowbinary')
  writeFileSync(path, out.take())
  try {
    await ch.insertFile({
      table: 'scores',
      columns: SCORES_COLUMNS,
      path,
      rows: scores.length,
      token: `scores-${++inserts}`,
    })
  } finally {
    rmSync(dir, { recursive: true })
  }
}
