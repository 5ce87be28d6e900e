import { settleOrders } from '@assay/score/judge/settle-orders'
import type { DataSet } from '../data/read-sets.ts'
import type { RowOf } from '../data/shapes.ts'
import { measureByDocument, type Statistic } from '../measure/by-document.ts'
import { shareOf } from '../measure/statistics.ts'
import { figure, type Figure } from '../report/figure.ts'

/** The prompt that the authors measure others by. */
const PROMPT = 'Vanilla'

/** Recorded judges of pairs: how often each is right, agrees with itself after the swap, and is right once a conflict is a tie. */
export function pairFigures({ name, rows }: DataSet<'pairs'>): Figure[] {
  const documents = rows.map(({ doc_id }, row) => doc_id ?? `row ${row}`)
  const judges = [...new Set(rows.flatMap((row) => row.judgments.map(({ judge }) => judge)))].sort()
  return judges.flatMap((judge) => {
    const votes = rows.map((row) => votesOf(row, judge))
    if (votes.some((vote) => vote === null)) return []
    const orders = votes.map((vote) => vote!)
    const measure = (id: string, what: string, unit: Figure['unit'], statistic: Statistic) =>
      figure({
        name: `judge_${name}_${judge}_${id}`,
        what: `${name}, ${judge} with the plain prompt: ${what}`,
        unit,
        ...measureByDocument(documents, statistic, `${name} ${judge}`),
      })
    return [
      measure(
        'accuracy',
        'right, mean of both orders',
        'accuracy',
        meanOf(orders.map(({ given, swapped, gold }) => (credit(given, gold) + credit(swapped, gold)) / 2)),
      ),
      measure(
        'self_agreement',
        'says the same after the swap',
        'share',
        shareOf(orders.map(({ given, swapped }) => given === swapped)),
      ),
      measure(
        'settled_accuracy',
        'right where both orders agree, a conflict is half right',
        'accuracy',
        meanOf(
          orders.map(({ given, swapped, gold }) => {
            const { winner } = settleOrders(vote(given), vote(swapped))
            return winner === 'tie' ? 0.5 : credit(winner === 'first' ? 1 : winner === null ? null : 2, gold)
          }),
        ),
      ),
    ]
  })
}

interface Orders {
  given: number | null
  swapped: number | null
  gold: number
}

function votesOf({ judgments, gold }: RowOf<'pairs'>, judge: string): Orders | null {
  const found = judgments.find((item) => item.judge === judge && item.prompt === PROMPT)
  return found === undefined ? null : { given: found.winner_original, swapped: found.winner_swapped, gold }
}

const credit = (winner: number | null, gold: number) => (winner === gold ? 1 : 0)

function vote(winner: number | null) {
  return winner === null
    ? null
    : ({ winner: winner === 1 ? 'first' : 'second', probability: winner === 1 ? 1 : 0 } as const)
}

function meanOf(values: readonly number[]): Statistic {
  return (weights) => {
    let [sum, whole] = [0, 0]
    for (let row = 0; row < values.length; row++) {
      whole += weights[row]!
      sum += weights[row]! * values[row]!
    }
    return whole > 0 ? sum / whole : 0
  }
}
