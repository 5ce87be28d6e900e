/** Which of two texts is better, whatever the order shown. */
export type PairWinner = 'first' | 'second' | 'tie'

/** What one order said: who won, and how likely the first text is the better one. */
export interface OrderVote {
  winner: PairWinner
  probability: number
}

export interface SettledOrders {
  winner: PairWinner | null
  probability: number | null
  orders: [PairWinner | null, PairWinner | null]
  escalation: 'order_conflict' | 'failed' | null
}

/** Settles the two orders of a pair: who wins both wins, a conflict is a tie and goes to a person; an order that failed leaves no winner. */
export function settleOrders(given: OrderVote | null, swapped: OrderVote | null): SettledOrders {
  const orders: SettledOrders['orders'] = [given?.winner ?? null, swapped?.winner ?? null]
  if (given === null || swapped === null)
    return { winner: null, probability: null, orders, escalation: 'failed' }
  const isConflict = given.winner !== swapped.winner
  return {
    winner: isConflict ? 'tie' : given.winner,
    probability: (given.probability + swapped.probability) / 2,
    orders,
    escalation: isConflict ? 'order_conflict' : null,
  }
}
