/** Counts of one claim, all zero; those of several claims add up. */
export const emptyCounts = () => ({
  claims: 1,
  questions: 0,
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

const KEYS = Object.keys(emptyCounts()) as (keyof ClaimCounts)[]

/** The counts of several claims together; `claims` holds at least one. */
export function sumCounts(claims: readonly ClaimCounts[]): ClaimCounts {
  if (claims.length === 1) return claims[0]!
  const sum = { ...claims[0]! }
  for (const counts of claims.slice(1)) {
    for (const key of KEYS) sum[key] += counts[key]
  }
  return sum
}
