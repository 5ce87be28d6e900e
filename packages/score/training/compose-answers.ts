import type { MeasuredRow } from './train-models.ts'
import { measureTexts } from './train-models.ts'
import { type ClaimCounts } from '../src/evaluators/faithfulness/claim-counts.ts'

/** A long answer made of the short ones of several rows, beside the contexts of them all. */
export interface ComposedAnswer {
  task: MeasuredRow['task']
  fold: number
  /** How many rows it is made of. */
  parts: number
  /** 1 where one of them is unsupported. */
  label: 0 | 1
  claims: ClaimCounts[]
}

/** Tries to find a row of a document that is not yet part of the answer. */
const TRIES = 100

/**
 * Composes `each` faithful answers of every length in `lengths` and as many with one unsupported part, of rows of one group and fold: public
 * sets of short answers have no long ones, and people's labels hold for the parts. The same rows give the same answers.
 */
export function composeAnswers(
  rows: readonly MeasuredRow[],
  foldOf: (row: MeasuredRow) => number,
  lengths: readonly number[],
  each: number,
): ComposedAnswer[] {
  const random = makeRandom(20_261_121)
  const composed: ComposedAnswer[] = []
  for (const part of Map.groupBy(rows, (row) => `${row.group} ${foldOf(row)}`).values()) {
    for (const parts of lengths) {
      for (let at = 0; at < 2 * each; at += 1) {
        const label = at % 2 === 0 ? 0 : 1
        const chosen = choose(part, parts, label, random)
        if (chosen === null) continue
        const claims = measureTexts(
          chosen.map(({ context }) => context),
          chosen.map(({ answer }) => `${answer.trim()}\n`).join(''),
        )
        if (claims.length > 0)
          composed.push({ task: part[0]!.task, fold: foldOf(part[0]!), parts, label, claims })
      }
    }
  }
  return composed
}

/** Rows of different documents, all faithful but for one where the label says so; null where there are too few. */
function choose(rows: readonly MeasuredRow[], parts: number, label: 0 | 1, random: () => number) {
  const chosen: MeasuredRow[] = []
  const documents = new Set<string>()
  const bad = label === 1 ? Math.floor(random() * parts) : -1
  for (let tried = 0; tried < TRIES && chosen.length < parts; tried += 1) {
    const row = rows[Math.floor(random() * rows.length)]!
    if (documents.has(row.doc_id) || row.label !== Number(chosen.length === bad)) continue
    documents.add(row.doc_id)
    chosen.push(row)
  }
  return chosen.length === parts ? chosen : null
}

/** Numbers in [0, 1) from a seed: Lehmer's generator. */
function makeRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
