import { countVotes } from '../answer/vote.ts'
import type { Verdict } from '../answer/verdict.ts'

/** What one answer said of an item, with the probabilities of its label where the provider gives them. */
export interface ItemVote {
  verdict: Verdict
  probabilities: Readonly<Record<string, number>> | null
}

/** The label that won an item. */
export interface Elected {
  /** The answers that gave it. */
  votes: Verdict[]
  /** By label, summing to 1. */
  probabilities: Readonly<Record<string, number>>
  isSplit: boolean
}

/** How many votes of `samples` are a majority. */
export const majorityOf = (samples: number) => Math.floor(samples / 2) + 1

/**
 * Whom the votes on one item elect: with probabilities the label that was written, without them the one that has a majority of `samples` (3
 * unless given), whether or not all of these were asked for. null where none has.
 */
export function electVerdict(ballots: readonly (ItemVote | null)[], samples = 3): Elected | null {
  const votes = ballots.filter((vote) => vote !== null)
  const [first] = votes
  if (first === undefined) return null
  if (first.probabilities !== null)
    return { votes: [first.verdict], probabilities: first.probabilities, isSplit: false }
  const { winner, shares, isSplit } = countVotes(votes.map(({ verdict }) => verdict.verdict))
  const own = votes.flatMap(({ verdict }) => (verdict.verdict === winner ? [verdict] : []))
  return own.length < majorityOf(samples) ? null : { votes: own, probabilities: shares, isSplit }
}
