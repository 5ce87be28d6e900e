import { hash } from 'node:crypto'
import { type Task, TASKS, unsupportedProbability } from '@assay/score/evaluators/faithfulness/model'
import trained from '../../../packages/score/src/evaluators/faithfulness/weights.json' with { type: 'json' }
import { type MeasuredRow, measureRows, trainModels } from '../../../packages/score/training/train-models.ts'
import type { DataSet } from '../data/read-sets.ts'
import type { RowOf } from '../data/shapes.ts'

/** Scores of one set's rows by weights that were trained without them. */
export interface UnseenScores {
  /** Trained without the fifth of all documents that the row's document is in. */
  otherDocuments: number[]
  /** Trained without the row's whole set, or its domain where a set has several. */
  otherSets: number[]
}

const FOLDS = 5
/** A row that claims nothing tells nothing. */
const NEITHER = 0.5

/** True where the shipped weights were trained on these very rows. */
export function isTrainedOn({ sha256 }: DataSet<'faithfulness'>): boolean {
  return Object.values<string>(trained.data).includes(sha256)
}

/**
 * Trains the faithfulness models anew without each part of the sets that they were trained on, and scores that part: what the shipped
 * weights say about rows that they have seen is no measure of anything. In the order of the sets.
 */
export function scoreUnseen(sets: readonly DataSet<'faithfulness'>[]): UnseenScores[] {
  const measured = sets.map((set) =>
    set.rows.map((row) => measureRows([toTrainingRow(set.base, row)])[0] ?? null),
  )
  const all = measured.flat().filter((row) => row !== null)
  const byDocument = scoreApart(all, (row) => foldOf(row.doc_id))
  const bySet = scoreApart(all, (row) => row.group)
  const pick = (rows: readonly (MeasuredRow | null)[], scores: ReadonlyMap<MeasuredRow, number>) =>
    rows.map((row) => (row === null ? NEITHER : scores.get(row)!))
  return measured.map((rows) => ({ otherDocuments: pick(rows, byDocument), otherSets: pick(rows, bySet) }))
}

function toTrainingRow(name: string, row: RowOf<'faithfulness'>) {
  const { context, answer, label, doc_id = '', meta, task } = row
  const domain = typeof meta['domain'] === 'string' ? meta['domain'] : undefined
  return {
    task: TASKS.find((known): known is Task => known === task) ?? 'dialogue',
    context: typeof context === 'string' ? context : context.join('\n'),
    answer,
    label,
    doc_id,
    meta: { domain },
    group: domain ?? name,
  }
}

const foldOf = (document: string) => String(Number.parseInt(hash('sha256', document).slice(0, 8), 16) % FOLDS)

function scoreApart(
  rows: readonly MeasuredRow[],
  partOf: (row: MeasuredRow) => string,
): Map<MeasuredRow, number> {
  const scores = new Map<MeasuredRow, number>()
  for (const part of new Set(rows.map(partOf))) {
    const models = trainModels(rows.filter((row) => partOf(row) !== part))
    for (const row of rows)
      if (partOf(row) === part) scores.set(row, unsupportedProbability(row.task, row.features, models))
  }
  return scores
}
