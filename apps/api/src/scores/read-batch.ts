import { ScoreInput, type ScoreBatchAnswer } from '@assay/contract/api/score-input'
import type { z } from 'zod'

/** A score of a batch that can be stored, and its place in the batch. */
export interface ReadScore {
  index: number
  input: ScoreInput
}

const NO_LABELS =
  "source: this key may not send labels of reviewers (source 'human'), which correct the scores of evaluators. Leave the source out for feedback of users, or use a key with the scope admin"

/**
 * Reads each score of a batch for itself: what is sound, and why the others are refused.
 *
 * @param mayLabel Whether who sends them may speak for people who reviewed.
 */
export function readBatch(
  items: readonly unknown[],
  mayLabel: boolean,
): {
  read: ReadScore[]
  refused: ScoreBatchAnswer['refused']
} {
  const read: ReadScore[] = []
  const refused: ScoreBatchAnswer['refused'] = []
  for (const [index, item] of items.entries()) {
    const parsed = ScoreInput.safeParse(item)
    if (parsed.success && parsed.data.source === 'human' && !mayLabel)
      refused.push({ index, reason: NO_LABELS })
    else if (parsed.success) read.push({ index, input: parsed.data })
    else refused.push({ index, reason: reasonOf(parsed.error) })
  }
  return { read, refused }
}

const reasonOf = (error: z.ZodError): string =>
  error.issues
    .slice(0, 5)
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ')
