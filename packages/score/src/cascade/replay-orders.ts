import { settleOrders, type PairWinner } from '../judge/settle-orders.ts'

/** A recorded judgement of a pair: who won in the order given and with the second shown first; null where it could not be read. */
export interface RecordedPair {
  given: 'first' | 'second' | null
  swapped: 'first' | 'second' | null
  gold: 'first' | 'second'
}

/** How a judge does with both orders. Shares from 0 to 1; unreadable judgements are wrong and agree with nothing. */
export interface OrdersReplay {
  pairs: number
  /** Right answers, averaged over both orders: what asking one order gives. */
  oneOrder: number
  /** Both orders name the same winner. */
  agreement: number
  /** Of the conflicts: share where the text shown first won both times; 0.5 is no liking for a place. null without conflicts. */
  firstShown: number | null
  /** Both orders asked, a conflict is a tie: right answers, a tie counting as one half. */
  swapAndAgree: number
  /** Right answers where both orders agree; null where they never do. */
  whenAgreed: number | null
}

/** Replays asking in both orders on recorded judgements. `pairs` is not empty. */
export function replayOrders(pairs: readonly RecordedPair[]): OrdersReplay {
  const share = (flags: readonly boolean[]) => flags.filter(Boolean).length / flags.length
  const settled = pairs.map((pair) => ({ ...pair, winner: settle(pair) }))
  const agreed = settled.filter(({ given, swapped }) => given !== null && given === swapped)
  const conflicts = pairs.filter(
    ({ given, swapped }) => given !== null && swapped !== null && given !== swapped,
  )
  const points = settled.map(({ winner, gold }): number => (winner === 'tie' ? 0.5 : winner === gold ? 1 : 0))
  return {
    pairs: pairs.length,
    oneOrder: share(pairs.flatMap(({ given, swapped, gold }) => [given === gold, swapped === gold])),
    agreement: agreed.length / pairs.length,
    firstShown: conflicts.length === 0 ? null : share(conflicts.map(({ given }) => given === 'first')),
    swapAndAgree: points.reduce((sum, point) => sum + point, 0) / pairs.length,
    whenAgreed: agreed.length === 0 ? null : share(agreed.map(({ winner, gold }) => winner === gold)),
  }
}

function settle({ given, swapped }: RecordedPair): PairWinner {
  const vote = (winner: 'first' | 'second' | null) =>
    winner === null ? null : { winner, probability: winner === 'first' ? 1 : 0 }
  return settleOrders(vote(given), vote(swapped)).winner ?? 'tie'
}
