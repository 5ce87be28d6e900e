import { ScoreInput, type ScoreBatchAnswer } from '@assay/contract/api/score-input'
import type { z } from 'zod'

/** A score of a batch that can be stored, and its place in the batch. */
export interface ReadScore {
  index: number
  input: ScoreInput
}

/** Reads each score of a batch for itself: what is sound, and why the others are refused. */
export function readBatch(items: readonly unknown[]): {
  read: ReadScore[]
  refused: ScoreBatchAnswer['refused']
} {
  const read: ReadScore[] = []
  const refused: ScoreBatchAnswer['refused'] = []
  for (const [index, item] of items.entries()) {
    const parsed = ScoreInput.safeParse(item)
    if (parsed.success) read.push({ index, input: parsed.data })
    else refused.push({ index, reason: reasonOf(parsed.error) })
  }
  return { read, refused }
}

const reasonOf = (error: z.ZodError): string =>
  error.issues
    .slice(0, 5)
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ')
