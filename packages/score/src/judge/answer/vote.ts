/** What came of several votes. */
export interface VoteCount {
  /** The label with most votes; null where several have as many. */
  winner: string | null
  /** By label: its share of the weight, 0 to 1. */
  shares: Record<string, number>
  /** True unless all voted the same. */
  isSplit: boolean
}

/** Counts votes, each with a weight of 1 unless given. Weights are above 0. No votes have no winner. */
export function countVotes(
  votes: readonly string[],
  weights: readonly number[] = votes.map(() => 1),
): VoteCount {
  const sums = new Map<string, number>()
  for (const [i, label] of votes.entries()) sums.set(label, (sums.get(label) ?? 0) + weights[i]!)
  const total = [...sums.values()].reduce((sum, weight) => sum + weight, 0)
  const ranked = [...sums].sort(([, a], [, b]) => b - a)
  const [first, second] = ranked
  // Weights are sums of fractions: what differs by rounding alone is a tie.
  const isTie = first === undefined || (second !== undefined && first[1] - second[1] <= 1e-9 * total)
  return {
    winner: isTie ? null : first[0],
    shares: Object.fromEntries(ranked.map(([label, weight]) => [label, weight / total])),
    isSplit: sums.size > 1,
  }
}
