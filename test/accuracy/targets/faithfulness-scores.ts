import type { Evaluation } from '@assay/score/evaluation'
import type { SampleEvaluator } from '@assay/score/evaluator'
import type { DataSet } from '../data/read-sets.ts'
import type { RowOf } from '../data/shapes.ts'
import { runEvaluator, valueOf } from '../measure/run-evaluator.ts'
import { scoreUnseen, type SeenRows } from './unseen-scores.ts'

/** Rows of one faithfulness set with what our evaluator says about each. */
export interface ScoredSet {
  name: string
  base: string
  rows: RowOf<'faithfulness'>[]
  isBad: boolean[]
  documents: string[]
  /** Domain or source of each row; the set's name where it names none. */
  domains: string[]
  evaluations: Evaluation[]
  /** By the weights as they ship; of no worth on rows that these were trained on. */
  shipped: number[]
  /** Rows that the shipped weights were trained on. */
  seen: number
  /** By weights that never saw the row; null where the shipped ones saw none, or where none other can be trained. */
  unseen: { otherDocuments: number[]; otherSets: number[] } | null
}

/** Scores every set from context and answer alone; `task` is the evaluator's parameter, as a person would set it for a route. */
export function scoreSets(sets: readonly DataSet<'faithfulness'>[], evaluator: SampleEvaluator): ScoredSet[] {
  const seen = scoreUnseen(sets)
  return sets.map((set, i) => scoreSet(set, evaluator, seen[i]!))
}

function scoreSet(
  { name, base, rows }: DataSet<'faithfulness'>,
  evaluator: SampleEvaluator,
  { count, scores }: SeenRows,
): ScoredSet {
  const evaluations = rows.map(({ context, answer, task }) => {
    const texts = typeof context === 'string' ? [context] : context
    const sample = { answer, context: texts.map((text) => ({ id: null, text })) }
    const isKnown = task !== undefined && evaluator.parameters.safeParse({ task }).success
    return runEvaluator(evaluator, sample, isKnown ? { task } : {})
  })
  const shipped = evaluations.map((evaluation) => valueOf(evaluation, evaluator))
  const filled = (unseen: readonly (number | null)[]) => unseen.map((score, row) => score ?? shipped[row]!)
  return {
    name,
    base,
    rows,
    isBad: rows.map(({ label }) => label === 1),
    documents: rows.map(({ doc_id }, row) => doc_id ?? `row ${row}`),
    domains: rows.map(
      ({ domain, meta }) => domain ?? textOf(meta['domain']) ?? textOf(meta['source']) ?? name,
    ),
    evaluations,
    shipped,
    seen: count,
    unseen:
      scores === null
        ? null
        : { otherDocuments: filled(scores.otherDocuments), otherSets: filled(scores.otherSets) },
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** Which weights the figures of a set rest on, as a part of a sentence; nothing where the shipped ones saw no row. */
export function weightsText({ rows, seen, unseen }: ScoredSet): string {
  if (seen === 0) return ''
  if (unseen === null) return `, weights as they ship, which saw ${seen} of these ${rows.length} rows`
  return `, weights from other documents${seen < rows.length ? ` for the ${seen} rows that were trained on` : ''}`
}

/** True where a figure would be of rows that its weights have seen, so that it can reach no goal. */
export const isFlattered = ({ seen, unseen }: ScoredSet): boolean => seen > 0 && unseen === null

/** The parts of a set by domain, each with the places of its rows; those of at least `least` rows with both labels. */
export function byDomain({ domains, isBad }: ScoredSet, least = 50): Map<string, number[]> {
  const parts = new Map<string, number[]>()
  for (const [row, domain] of domains.entries()) parts.set(domain, [...(parts.get(domain) ?? []), row])
  for (const [domain, rows] of parts) {
    const bad = rows.filter((row) => isBad[row]).length
    if (rows.length < least || bad === 0 || bad === rows.length) parts.delete(domain)
  }
  return parts
}
