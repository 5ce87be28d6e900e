import type { Token } from '../../text/scan-tokens.ts'
import type { EvidenceWindow } from './best-window.ts'
import type { ClaimCounts } from './claim-counts.ts'
import type { ContextIndex } from './index-context.ts'

/** Words this far apart in the context still stand together. */
const REACH = 5

/**
 * Counts neighbouring content words of a claim, both known, that stand within REACH tokens nowhere in the window (`newPairs`: recombined
 * words), and those that stand there only the other way round (`reversedOrders`: who did it to whom).
 */
export function countOrder(
  index: ContextIndex,
  tokens: readonly Token[],
  stems: Int32Array,
  window: EvidenceWindow,
  counts: ClaimCounts,
): void {
  if (window.endSentence === 0) return
  const places = placesInWindow(index, window)
  let previous = -1
  for (const [at, { form }] of tokens.entries()) {
    if (form.isStop) continue
    const stem = stems[at]!
    if (previous >= 0 && stem >= 0 && previous !== stem) {
      counts.pairs += 1
      const isForward = isNear(places.get(previous), places.get(stem))
      const isBackward = isNear(places.get(stem), places.get(previous))
      if (!isForward && !isBackward) counts.newPairs += 1
      else counts.orders += 1
      if (isBackward && !isForward) counts.reversedOrders += 1
    }
    previous = stem
  }
}

function placesInWindow(index: ContextIndex, window: EvidenceWindow): Map<number, number[]> {
  const places = new Map<number, number[]>()
  const first = index.sentences[window.firstSentence]!.firstToken
  const end = Math.min(index.sentences[window.endSentence - 1]!.endToken, first + 1_000)
  for (let at = first; at < end; at += 1) {
    const stem = index.stems[at]!
    const known = places.get(stem)
    if (known === undefined) places.set(stem, [at])
    else if (known.length < 8) known.push(at)
  }
  return places
}

function isNear(firsts: readonly number[] | undefined, seconds: readonly number[] | undefined): boolean {
  if (firsts === undefined || seconds === undefined) return false
  return firsts.some((first) => seconds.some((second) => second > first && second - first <= REACH))
}
