/** Counts of one claim, all zero; those of several claims add up. */
export const emptyCounts = () => ({
  claims: 1,
  tokens: 0,
  /** Words without stop words, numbers too. */
  content: 0,
  known: 0,
  /** Known, or a synonym or a word of the same family is. */
  nearlyKnown: 0,
  /** Unknown, but a synonym is known. */
  paraphrased: 0,
  /** Sums of idf over the context's sentences. */
  idfAll: 0,
  idfNearlyKnown: 0,
  /** Sums of rarity in the language, each stem once. */
  rarityAll: 0,
  rarityNearlyKnown: 0,
  /** Rarity again, without opinions and small talk. */
  factAll: 0,
  factNearlyKnown: 0,
  /** Tokens where a run of 2 tokens of the context begins, and where one could. */
  runs2: 0,
  runs3: 0,
  runs4: 0,
  runStarts: 0,
  grams: 0,
  knownGrams: 0,
  fragmentTokens: 0,
  fragmentSquares: 0,
  /** Share of the claim that the best window of 1 and of 3 sentences holds, times its tokens. */
  windowCoverage1: 0,
  windowCoverage3: 0,
  numbers: 0,
  unknownNumbers: 0,
  /** In the context, but not in the best window. */
  swappedNumbers: 0,
  names: 0,
  unknownNames: 0,
  swappedNames: 0,
  negations: 0,
  addedNegations: 0,
  droppedNegations: 0,
  antonymsInWindow: 0,
  antonymsInContext: 0,
  flips: 0,
  negativeForms: 0,
  addedAbsolutes: 0,
  addedSuperlatives: 0,
  addedContrasts: 0,
  addedModals: 0,
  droppedModals: 0,
  unknownTimes: 0,
  otherGender: 0,
  /** Neighbouring known words, and those that never stand together in the window. */
  pairs: 0,
  newPairs: 0,
  orders: 0,
  reversedOrders: 0,
  firstPerson: 0,
  secondPerson: 0,
  opinions: 0,
  repeats: 0,
})

export type ClaimCounts = ReturnType<typeof emptyCounts>

/** The counts of several claims together; `claims` holds at least one. */
export function sumCounts(claims: readonly ClaimCounts[]): ClaimCounts {
  if (claims.length === 1) return claims[0]!
  const sum = { ...claims[0]! }
  for (let at = 1; at < claims.length; at += 1) addCounts(sum, claims[at]!)
  return sum
}

/** Names each count, as V8 adds fields that are named a tenth of the time of those that are looked up. */
function addCounts(sum: ClaimCounts, counts: ClaimCounts): void {
  sum.claims += counts.claims
  sum.tokens += counts.tokens
  sum.content += counts.content
  sum.known += counts.known
  sum.nearlyKnown += counts.nearlyKnown
  sum.paraphrased += counts.paraphrased
  sum.idfAll += counts.idfAll
  sum.idfNearlyKnown += counts.idfNearlyKnown
  sum.rarityAll += counts.rarityAll
  sum.rarityNearlyKnown += counts.rarityNearlyKnown
  sum.factAll += counts.factAll
  sum.factNearlyKnown += counts.factNearlyKnown
  sum.runs2 += counts.runs2
  sum.runs3 += counts.runs3
  sum.runs4 += counts.runs4
  sum.runStarts += counts.runStarts
  sum.grams += counts.grams
  sum.knownGrams += counts.knownGrams
  sum.fragmentTokens += counts.fragmentTokens
  sum.fragmentSquares += counts.fragmentSquares
  sum.windowCoverage1 += counts.windowCoverage1
  sum.windowCoverage3 += counts.windowCoverage3
  sum.numbers += counts.numbers
  sum.unknownNumbers += counts.unknownNumbers
  sum.swappedNumbers += counts.swappedNumbers
  sum.names += counts.names
  sum.unknownNames += counts.unknownNames
  sum.swappedNames += counts.swappedNames
  sum.negations += counts.negations
  sum.addedNegations += counts.addedNegations
  sum.droppedNegations += counts.droppedNegations
  sum.antonymsInWindow += counts.antonymsInWindow
  sum.antonymsInContext += counts.antonymsInContext
  sum.flips += counts.flips
  sum.negativeForms += counts.negativeForms
  sum.addedAbsolutes += counts.addedAbsolutes
  sum.addedSuperlatives += counts.addedSuperlatives
  sum.addedContrasts += counts.addedContrasts
  sum.addedModals += counts.addedModals
  sum.droppedModals += counts.droppedModals
  sum.unknownTimes += counts.unknownTimes
  sum.otherGender += counts.otherGender
  sum.pairs += counts.pairs
  sum.newPairs += counts.newPairs
  sum.orders += counts.orders
  sum.reversedOrders += counts.reversedOrders
  sum.firstPerson += counts.firstPerson
  sum.secondPerson += counts.secondPerson
  sum.opinions += counts.opinions
  sum.repeats += counts.repeats
}
