import type { TokenLogProbability } from '../../sample.ts'
import type { Claim } from './split-claims.ts'

/** A token less likely than e^-20 is a certainty of surprise, and -Infinity is no number to add. */
const MAX_SURPRISE = 20

/** Surprise of a token in nats, 0 to MAX_SURPRISE; a log-probability above 0 or none at all counts as certain. */
const surpriseOf = ({ logProbability }: TokenLogProbability) =>
  Number.isNaN(logProbability) ? 0 : Math.min(MAX_SURPRISE, Math.max(0, -logProbability))

/**
 * How unsure the model was of a claim, 0 to 1: one less the geometric mean of the probabilities of the tokens with which its own words
 * and numbers begin; the rest of a word and stop words are certain whatever the model knows. Null where no token is the claim's.
 */
export function tokenSurprise(claim: Claim, tokens: readonly TokenLogProbability[]): number | null {
  let sum = 0
  let count = 0
  for (const token of tokens) {
    if (token.start < claim.start || token.start >= claim.end) continue
    // A token may begin with the space before its word.
    const padding = token.token.length - token.token.trimStart().length
    if (!claim.starts.has(token.start + padding)) continue
    sum += surpriseOf(token)
    count += 1
  }
  return count === 0 ? null : 1 - Math.exp(-sum / count)
}
