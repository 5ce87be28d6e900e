import { hash } from 'node:crypto'
import { type Task, TASKS } from '@assay/score/evaluators/faithfulness/model'
import { scoreClaims } from '@assay/score/evaluators/faithfulness/score-claims'
import { logistic } from '@assay/score/logistic'
import { type MeasuredRow, measureRows, trainModels } from '../../../packages/score/training/train-models.ts'
import { findTrained } from '../data/find-trained.ts'
import type { DataSet } from '../data/read-sets.ts'
import type { RowOf } from '../data/shapes.ts'
import { claimKey, isTrainedOn } from '../data/trained-rows.ts'

/** Scores of one set's rows by weights that were trained without them; null for a row that the shipped weights did not see. */
export interface UnseenScores {
  /** Trained without the fifth of all documents that the row's document is in. */
  otherDocuments: (number | null)[]
  /** Trained without the row's whole set, or its domain where a set has several. */
  otherSets: (number | null)[]
}

/** What is known of the rows of one set that the shipped weights were trained on. */
export interface SeenRows {
  count: number
  /** null where there are none, or where the files that were trained on are not at hand. */
  scores: UnseenScores | null
}

interface Trained extends MeasuredRow {
  key: string
}

const FOLDS = 5
/** A row that claims nothing tells nothing. */
const NEITHER = 0.5

/**
 * Trains the faithfulness models anew without each part of the rows that they were trained on, and scores that part wherever its rows
 * turn up: what the shipped weights say about rows that they have seen is no measure of anything. In the order of the sets.
 */
export function scoreUnseen(sets: readonly DataSet<'faithfulness'>[]): SeenRows[] {
  const seen = sets.map(({ rows }) => rows.map((row) => isTrainedOn('faithfulness', claimKey(row))))
  const counts = seen.map((rows) => rows.filter(Boolean).length)
  const originals = counts.some((count) => count > 0) ? findTrained('faithfulness', sets) : null
  if (originals === null) return counts.map((count) => ({ count, scores: null }))
  const trained = originals.flatMap(({ base, rows }) =>
    rows.flatMap((row): Trained[] =>
      measureRows([toTrainingRow(base, row)]).map((measured) => ({ ...measured, key: claimKey(row) })),
    ),
  )
  const byDocument = scorer(trained, (row) => foldOf(row.doc_id))
  const bySet = scorer(trained, (row) => row.group)
  return sets.map(({ base, rows }, set) => {
    if (counts[set] === 0) return { count: 0, scores: null }
    const measured = rows.map((row, i) =>
      seen[set]![i] ? { key: claimKey(row), row: measureRows([toTrainingRow(base, row)])[0] } : null,
    )
    const score = (of: ReturnType<typeof scorer>) =>
      measured.map((item) =>
        item === null ? null : item.row === undefined ? NEITHER : of(item.key, item.row),
      )
    return { count: counts[set]!, scores: { otherDocuments: score(byDocument), otherSets: score(bySet) } }
  })
}

function toTrainingRow(base: string, row: RowOf<'faithfulness'>) {
  const { context, answer, label, doc_id = '', meta, task } = row
  const domain = typeof meta['domain'] === 'string' ? meta['domain'] : undefined
  return {
    task: TASKS.find((known): known is Task => known === task) ?? 'dialogue',
    context: typeof context === 'string' ? context : context.join('\n'),
    answer,
    label,
    doc_id,
    meta: { domain },
    group: domain ?? base,
  }
}

const foldOf = (document: string) => String(Number.parseInt(hash('sha256', document).slice(0, 8), 16) % FOLDS)

/** Scores a row by models that saw neither the part that holds its key nor, elsewhere, a row of a key of that part. */
function scorer(trained: readonly Trained[], partOf: (row: Trained) => string) {
  const parts = new Map(trained.map((row) => [row.key, partOf(row)]))
  const models = new Map<string, ReturnType<typeof trainModels>>()
  const train = (part: string) => {
    const keys = new Set(trained.filter((row) => partOf(row) === part).map(({ key }) => key))
    return trainModels(trained.filter(({ key }) => !keys.has(key)))
  }
  return (key: string, { task, claims }: MeasuredRow): number => {
    const part = parts.get(key)
    if (part === undefined) return NEITHER
    const found = models.get(part) ?? train(part)
    models.set(part, found)
    return logistic(scoreClaims(task, claims, found).answer)
  }
}
