import { type ClaimCounts, sumCounts } from './claim-counts.ts'

const share = (part: number, whole: number) => (whole > 0 ? part / whole : 0)
const some = (count: number) => Math.min(2, count)

/** What is not known, 0 to 1; a claim without content words has nothing unknown. */
const unknown = (known: number, all: number) => (all > 0 ? 1 - known / all : 0)

/** The least that is known of any claim. */
function worstUnknown(
  all: readonly ClaimCounts[],
  known: (counts: ClaimCounts) => number,
  whole: (counts: ClaimCounts) => number,
): number {
  let worst = 0
  for (const counts of all) worst = Math.max(worst, unknown(known(counts), whole(counts)))
  return worst
}

/**
 * Numbers about an answer and its context, most 0 to 1; higher says unsupported, but for those whose names say otherwise. The claims are
 * taken together; the worst one counts apart where one bad claim spoils an answer.
 */
export function featuresOf(claims: readonly ClaimCounts[]) {
  const c = sumCounts(claims)
  return {
    unknownContent: unknown(c.known, c.content),
    unknownContentAboveHalf: Math.max(0, unknown(c.known, c.content) - 0.5),
    unknownNearly: unknown(c.nearlyKnown, c.content),
    unknownIdf: unknown(c.idfNearlyKnown, c.idfAll),
    unknownRarity: unknown(c.rarityNearlyKnown, c.rarityAll),
    worstRarity: worstUnknown(
      claims,
      (one) => one.rarityNearlyKnown,
      (one) => one.rarityAll,
    ),
    unknownFacts: unknown(c.factNearlyKnown, c.factAll),
    factsBesides: (c.factAll - c.factNearlyKnown) / (c.factAll + 5),
    unknownWords: Math.log1p(c.content - c.nearlyKnown),
    notInRuns2: unknown(c.runs2, c.runStarts),
    notInRuns3: unknown(c.runs3, c.runStarts),
    notInRuns4: unknown(c.runs4, c.runStarts),
    unknownGrams: unknown(c.knownGrams, c.grams),
    uncovered: unknown(c.fragmentTokens, c.tokens),
    density: Math.log1p(share(c.fragmentSquares, c.tokens)),
    notInSentence: unknown(c.windowCoverage1, c.tokens),
    notInWindow: unknown(c.windowCoverage3, c.tokens),
    worstNotInWindow: worstUnknown(
      claims,
      (one) => one.windowCoverage3,
      (one) => one.tokens,
    ),
    worstUnknown: worstUnknown(
      claims,
      (one) => one.nearlyKnown,
      (one) => one.content,
    ),
    noContent: c.content === 0 ? 1 : 0,
    numbers: some(c.numbers),
    unknownNumbers: some(c.unknownNumbers),
    swappedNumbers: some(c.swappedNumbers),
    unknownNames: some(c.unknownNames),
    unknownNameShare: share(c.unknownNames, c.names + 1),
    swappedNames: share(c.swappedNames, c.names + 1),
    addedNegations: some(c.addedNegations),
    droppedNegations: share(c.droppedNegations, c.claims),
    negations: some(c.negations),
    antonymsInWindow: some(c.antonymsInWindow),
    antonymsInContext: some(c.antonymsInContext),
    flips: some(c.flips),
    negativeForms: some(c.negativeForms),
    paraphrased: -Math.log1p(c.paraphrased),
    paraphrasedShare: -share(c.paraphrased, c.content),
    addedAbsolutes: some(c.addedAbsolutes),
    addedSuperlatives: some(c.addedSuperlatives),
    addedContrasts: some(c.addedContrasts),
    droppedModals: share(c.droppedModals, c.claims),
    addedModals: share(c.addedModals, c.claims),
    unknownTimes: some(c.unknownTimes),
    otherGender: some(c.otherGender),
    newPairs: share(c.newPairs, c.pairs),
    reversedOrders: share(c.reversedOrders, c.orders + 1),
    firstPerson: Math.min(1, share(c.firstPerson * 5, c.tokens)),
    secondPerson: Math.min(1, share(c.secondPerson * 5, c.tokens)),
    opinions: Math.min(1, share(c.opinions * 5, c.tokens)),
    repeats: share(c.repeats, c.content),
  }
}

export type FeatureName = keyof ReturnType<typeof featuresOf>
