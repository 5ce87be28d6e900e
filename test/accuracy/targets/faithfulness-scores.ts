import type { Evaluation } from '@assay/score/evaluation'
import type { SampleEvaluator } from '@assay/score/evaluator'
import type { DataSet } from '../data/read-sets.ts'
import type { RowOf } from '../data/shapes.ts'
import { runEvaluator, valueOf } from '../measure/run-evaluator.ts'
import { isTrainedOn, scoreUnseen, type UnseenScores } from './unseen-scores.ts'

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
  /** By weights that never saw the row; null where the shipped ones did not see it either. */
  unseen: UnseenScores | null
}

/** Scores every set from context and answer alone; `task` is the evaluator's parameter, as a person would set it for a route. */
export function scoreSets(sets: readonly DataSet<'faithfulness'>[], evaluator: SampleEvaluator): ScoredSet[] {
  const seen = sets.filter(isTrainedOn)
  const unseen = scoreUnseen(seen)
  return sets.map((set) => scoreSet(set, evaluator, unseen[seen.indexOf(set)] ?? null))
}

function scoreSet(
  { name, base, rows }: DataSet<'faithfulness'>,
  evaluator: SampleEvaluator,
  unseen: UnseenScores | null,
): ScoredSet {
  const evaluations = rows.map(({ context, answer, task }) => {
    const texts = typeof context === 'string' ? [context] : context
    const sample = { answer, context: texts.map((text) => ({ id: null, text })) }
    const isKnown = task !== undefined && evaluator.parameters.safeParse({ task }).success
    return runEvaluator(evaluator, sample, isKnown ? { task } : {})
  })
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
    shipped: evaluations.map((evaluation) => valueOf(evaluation, evaluator)),
    unseen,
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

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
