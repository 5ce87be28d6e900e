import { hash } from 'node:crypto'
import { auroc } from '@assay/stats/classification/auroc'
import { scoreClaims } from '../src/evaluators/faithfulness/score-claims.ts'
import { logistic } from '../src/logistic.ts'
import { type MeasuredRow, trainModels } from './train-models.ts'

export const FOLDS = 5

/** Which fifth of the documents a row belongs to. */
export const foldOf = (row: { doc_id: string }) =>
  Number.parseInt(hash('sha256', row.doc_id).slice(0, 8), 16) % FOLDS

/** A figure of one group of rows, scored by models that never saw its documents, or never saw its set. */
export interface Figure {
  group: string
  how: 'other documents' | 'other sets'
  rows: number
  auroc: number | null
  /** Balanced accuracy at the threshold that is best on the other groups of the same task. */
  balancedAccuracy: number
}

/** Scores every group twice: by models of the other folds of documents, and by models of the other groups alone. */
export function crossValidate(rows: readonly MeasuredRow[]): Figure[] {
  const groups = [...new Set(rows.map((row) => row.group))]
  const byDocument = scoreApart(rows, foldOf)
  const bySet = scoreApart(rows, (row) => groups.indexOf(row.group))
  return (['other documents', 'other sets'] as const).flatMap((how) => {
    const scores = how === 'other documents' ? byDocument : bySet
    return groups.map((group) => {
      const own = rows.filter((row) => row.group === group)
      const { task } = own[0]!
      const others = rows.filter((row) => row.task === task && row.group !== group)
      const threshold = bestThreshold(others, scores)
      const area = auroc(
        own.map((row) => scores.get(row)!),
        own.map((row) => row.label === 1),
      ).auroc
      return {
        group,
        how,
        rows: own.length,
        auroc: area,
        balancedAccuracy: balancedAccuracy(own, scores, threshold),
      }
    })
  })
}

function scoreApart(
  rows: readonly MeasuredRow[],
  partOf: (row: MeasuredRow) => number,
): Map<MeasuredRow, number> {
  const scores = new Map<MeasuredRow, number>()
  for (const fold of new Set(rows.map(partOf))) {
    const models = trainModels(rows.filter((row) => partOf(row) !== fold))
    for (const row of rows) {
      if (partOf(row) === fold) scores.set(row, logistic(scoreClaims(row.task, row.claims, models).answer))
    }
  }
  return scores
}

function balancedAccuracy(
  rows: readonly MeasuredRow[],
  scores: Map<MeasuredRow, number>,
  threshold: number,
): number {
  const share = (label: number) => {
    const own = rows.filter((row) => row.label === label)
    return own.filter((row) => scores.get(row)! >= threshold === (label === 1)).length / own.length
  }
  return (share(0) + share(1)) / 2
}

function bestThreshold(rows: readonly MeasuredRow[], scores: Map<MeasuredRow, number>): number {
  let best = { threshold: 0.5, accuracy: 0 }
  for (let threshold = 0.05; threshold < 0.96 && rows.length > 0; threshold += 0.01) {
    const accuracy = balancedAccuracy(rows, scores, threshold)
    if (accuracy > best.accuracy) best = { threshold, accuracy }
  }
  return best.threshold
}
