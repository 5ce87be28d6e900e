import type { Token } from '../../text/scan-tokens.ts'
import type { ClaimCounts } from './claim-counts.ts'
import type { WindowWords } from './read-window.ts'

/** Words this far apart in the context still stand together. */
const REACH = 5

/**
 * Counts neighbouring content words of a claim, both known, that stand within REACH tokens nowhere in the window (`newPairs`: recombined
 * words), and those that stand there only the other way round (`reversedOrders`: who did it to whom).
 */
export function countOrder(
  tokens: readonly Token[],
  stems: readonly number[],
  window: WindowWords,
  counts: ClaimCounts,
): void {
  let previous = -1
  for (let at = 0; at < tokens.length; at += 1) {
    if (tokens[at]!.form.isStop) continue
    const stem = stems[at]!
    if (previous >= 0 && stem >= 0 && previous !== stem) {
      counts.pairs += 1
      const isForward = window.isBefore(previous, stem, REACH)
      const isBackward = window.isBefore(stem, previous, REACH)
      if (!isForward && !isBackward) counts.newPairs += 1
      else counts.orders += 1
      if (isBackward && !isForward) counts.reversedOrders += 1
    }
    previous = stem
  }
}
