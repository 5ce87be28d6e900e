import type { ClaimCounts } from './claim-counts.ts'
import type { ContextIndex } from './index-context.ts'

/** Different stems of a context that is no text: `{"status": "ok", "sent": true}`. */
const FEW_STEMS = 12
/** Content words of an answer for each stem of a thin context. */
const TIMES = 3

/**
 * Whether a context says too little for an answer to be measured by: it was perhaps not all that the model saw, as where only the last
 * result of a tool was recorded.
 */
export function isTooThin(index: ContextIndex, claims: readonly ClaimCounts[]): boolean {
  if (index.vocabulary.size > FEW_STEMS) return false
  const words = claims.reduce((sum, { content }) => sum + content, 0)
  return words > TIMES * index.vocabulary.size
}
