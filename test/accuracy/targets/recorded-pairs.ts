import { type RecordedPair, replayOrders } from '@assay/score/cascade/replay-orders'
import type { DataSet } from '../data/read-sets.ts'
import type { RowOf } from '../data/shapes.ts'
import { measureByDocument, type Statistic } from '../measure/by-document.ts'
import { figure, type Figure } from '../report/figure.ts'

/** The prompt that the authors of LLMBar measure others by. */
const PLAIN = 'Vanilla'

/** Recorded judges of pairs: how often each is right, agrees with itself after the swap, and is right once a conflict is a tie. */
export function pairFigures({ name, rows }: DataSet<'pairs'>): Figure[] {
  const documents = rows.map(({ doc_id }, row) => doc_id ?? `row ${row}`)
  return judgesOf(rows).flatMap((judge) => {
    const pairs = rows.map((row) => pairOf(row, judge, PLAIN))
    if (pairs.some((pair) => pair === null)) return []
    const each = pairs.map((pair) => replayOrders([pair!]))
    const measure = (id: string, what: string, unit: Figure['unit'], values: number[]) =>
      figure({
        name: `judge_${name}_${judge}_${id}`,
        what: `${name}, ${judge} with the plain prompt: ${what}`,
        unit,
        ...measureByDocument(documents, meanOf(values), `${name} ${judge}`),
      })
    return [
      measure(
        'one_order',
        'right in one order, mean of both',
        'accuracy',
        each.map(({ oneOrder }) => oneOrder),
      ),
      measure(
        'agreement',
        'says the same after the swap',
        'share',
        each.map(({ agreement }) => agreement),
      ),
      measure(
        'swap_and_agree',
        'right in both orders, a conflict counts half',
        'accuracy',
        each.map(({ swapAndAgree }) => swapAndAgree),
      ),
    ]
  })
}

/** Names of the judges of some rows. */
export function judgesOf(rows: readonly RowOf<'pairs'>[]): string[] {
  return [...new Set(rows.flatMap((row) => row.judgments.map(({ judge }) => judge)))].sort()
}

/** Both orders of a judge with a prompt; null where they were not recorded. */
export function pairOf(
  { judgments, gold }: RowOf<'pairs'>,
  judge: string,
  prompt: string,
): RecordedPair | null {
  const found = judgments.find((item) => item.judge === judge && item.prompt === prompt)
  if (found === undefined) return null
  const nameOf = (winner: number | null) => (winner === null ? null : winner === 1 ? 'first' : 'second')
  return {
    given: nameOf(found.winner_original),
    swapped: nameOf(found.winner_swapped),
    gold: gold === 1 ? 'first' : 'second',
  }
}

/** Mean of weighted rows; null of none. */
export function meanOf(values: readonly number[]): Statistic {
  return (weights) => {
    let [sum, whole] = [0, 0]
    for (let row = 0; row < values.length; row++) {
      whole += weights[row]!
      sum += weights[row]! * values[row]!
    }
    return whole > 0 ? sum / whole : null
  }
}
