import type { PreparedText } from '../../text/prepare-text.ts'
import { type EvidenceWindow, bestWindows } from './best-window.ts'
import { countGrams } from './character-grams.ts'
import { type ClaimCounts, emptyCounts } from './claim-counts.ts'
import { type Suspect, countContradictions } from './count-contradictions.ts'
import { countCues } from './count-cues.ts'
import { countWords } from './count-words.ts'
import type { Claim } from './find-claims.ts'
import type { ContextIndex } from './index-context.ts'
import { extractiveFragments, longestRuns } from './match-fragments.ts'
import type { WindowWords } from './read-window.ts'
import { countOrder } from './word-order.ts'

export interface MeasuredClaim {
  claim: Claim
  counts: ClaimCounts
  /** The best window of up to three sentences. */
  evidence: EvidenceWindow
  suspects: readonly Suspect[]
}

/** Compares one claim with the context. Cost is linear in the claim but for bounded factors. */
export function measureClaim(
  index: ContextIndex,
  readWindow: (window: EvidenceWindow) => WindowWords,
  answer: PreparedText,
  claim: Claim,
): MeasuredClaim {
  const { firstToken, endToken, start, end } = claim.sentence
  const tokens = answer.tokens.slice(firstToken, endToken)
  const stems = tokens.map(({ form }) => index.stemOf(form))
  const counts = emptyCounts()
  counts.tokens = tokens.length
  const { chosen, total, nearest } = countWords(index, tokens, stems, counts)
  const [one, three] = bestWindows(index, chosen, total)
  counts.windowCoverage1 = one.coverage * tokens.length
  counts.windowCoverage3 = three.coverage * tokens.length
  countRuns(index, stems, counts)
  const grams = countGrams(index.grams, answer.raw, start, end)
  counts.grams = grams.all
  counts.knownGrams = grams.known
  const window = readWindow(three)
  const suspects = countContradictions(index, tokens, stems, nearest, window, counts)
  countCues(index, tokens, stems, one, window, chosen, counts)
  if (three.endSentence > 0) countOrder(tokens, stems, window, counts)
  return { claim, counts, evidence: three, suspects }
}

function countRuns(index: ContextIndex, stems: readonly number[], counts: ClaimCounts): void {
  const runs = longestRuns(index.pairs, stems)
  for (const run of runs) {
    if (run >= 2) counts.runs2 += 1
    if (run >= 3) counts.runs3 += 1
    if (run >= 4) counts.runs4 += 1
  }
  counts.runStarts = Math.max(1, stems.length - 1)
  const fragments = extractiveFragments(runs)
  counts.fragmentTokens = fragments.covered
  counts.fragmentSquares = fragments.squares
}
