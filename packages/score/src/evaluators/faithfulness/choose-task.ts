import type { PreparedSample } from '../../text/prepare-sample.ts'
import type { Task } from './model.ts'

/** A text this much shorter than its context, in tokens, sums it up. */
const SUMMARY_RATIO = 0.5

/**
 * The kind of text where nobody says it: an answer to a question or within a conversation is `dialogue`; without one, a single
 * sentence is a `claim`, and several that are much shorter than the context are a `summary`.
 */
export function chooseTask(sample: PreparedSample): Task {
  if (sample.question !== null || (sample.history !== null && sample.history.length > 0)) return 'dialogue'
  const { sentences, tokens } = sample.answerText!
  if (sentences.length <= 1) return 'claim'
  const contextTokens = sample.contextTexts.reduce((sum, text) => sum + text.tokens.length, 0)
  return tokens.length <= SUMMARY_RATIO * contextTokens ? 'summary' : 'dialogue'
}
