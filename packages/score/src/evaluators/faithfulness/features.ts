import { type ClaimCounts, sumCounts } from './claim-counts.ts'

const share = (part: number, whole: number) => (whole > 0 ? part / whole : 0)
const some = (count: number) => Math.min(2, count)

/** What is not known, 0 to 1; a claim without content words has nothing unknown. */
const unknown = (known: number, all: number) => (all > 0 ? 1 - known / all : 0)

type Feature = (sum: ClaimCounts, all: readonly ClaimCounts[]) => number

const worstOf =
  (of: (counts: ClaimCounts) => number): Feature =>
  (_, all) =>
    Math.max(0, ...all.map(of))

/** Numbers about an answer and its context, most 0 to 1; higher says unsupported, but for those whose names say otherwise. */
export const FEATURES = {
  unknownContent: (c) => unknown(c.known, c.content),
  unknownContentAboveHalf: (c) => Math.max(0, unknown(c.known, c.content) - 0.5),
  unknownNearly: (c) => unknown(c.nearlyKnown, c.content),
  unknownIdf: (c) => unknown(c.idfNearlyKnown, c.idfAll),
  unknownRarity: (c) => unknown(c.rarityNearlyKnown, c.rarityAll),
  worstRarity: worstOf((c) => unknown(c.rarityNearlyKnown, c.rarityAll)),
  unknownFacts: (c) => unknown(c.factNearlyKnown, c.factAll),
  factsBesides: (c) => (c.factAll - c.factNearlyKnown) / (c.factAll + 5),
  unknownWords: (c) => Math.log1p(c.content - c.nearlyKnown),
  notInRuns2: (c) => unknown(c.runs2, c.runStarts),
  notInRuns3: (c) => unknown(c.runs3, c.runStarts),
  notInRuns4: (c) => unknown(c.runs4, c.runStarts),
  unknownGrams: (c) => unknown(c.knownGrams, c.grams),
  uncovered: (c) => unknown(c.fragmentTokens, c.tokens),
  density: (c) => Math.log1p(share(c.fragmentSquares, c.tokens)),
  notInSentence: (c) => unknown(c.windowCoverage1, c.tokens),
  notInWindow: (c) => unknown(c.windowCoverage3, c.tokens),
  worstNotInWindow: worstOf((c) => unknown(c.windowCoverage3, c.tokens)),
  worstUnknown: worstOf((c) => unknown(c.nearlyKnown, c.content)),
  noContent: (c) => (c.content === 0 ? 1 : 0),
  numbers: (c) => some(c.numbers),
  unknownNumbers: (c) => some(c.unknownNumbers),
  swappedNumbers: (c) => some(c.swappedNumbers),
  unknownNames: (c) => some(c.unknownNames),
  unknownNameShare: (c) => share(c.unknownNames, c.names + 1),
  swappedNames: (c) => share(c.swappedNames, c.names + 1),
  addedNegations: (c) => some(c.addedNegations),
  droppedNegations: (c) => share(c.droppedNegations, c.claims),
  negations: (c) => some(c.negations),
  antonymsInWindow: (c) => some(c.antonymsInWindow),
  antonymsInContext: (c) => some(c.antonymsInContext),
  flips: (c) => some(c.flips),
  negativeForms: (c) => some(c.negativeForms),
  paraphrased: (c) => -Math.log1p(c.paraphrased),
  paraphrasedShare: (c) => -share(c.paraphrased, c.content),
  addedAbsolutes: (c) => some(c.addedAbsolutes),
  addedSuperlatives: (c) => some(c.addedSuperlatives),
  addedContrasts: (c) => some(c.addedContrasts),
  droppedModals: (c) => share(c.droppedModals, c.claims),
  addedModals: (c) => share(c.addedModals, c.claims),
  unknownTimes: (c) => some(c.unknownTimes),
  otherGender: (c) => some(c.otherGender),
  newPairs: (c) => share(c.newPairs, c.pairs),
  reversedOrders: (c) => share(c.reversedOrders, c.orders + 1),
  firstPerson: (c) => Math.min(1, share(c.firstPerson * 5, c.tokens)),
  secondPerson: (c) => Math.min(1, share(c.secondPerson * 5, c.tokens)),
  opinions: (c) => Math.min(1, share(c.opinions * 5, c.tokens)),
  questions: (c) => share(c.questions, c.claims),
  repeats: (c) => share(c.repeats, c.content),
} as const satisfies Record<string, Feature>

export type FeatureName = keyof typeof FEATURES

const NAMES = Object.keys(FEATURES) as FeatureName[]

/** The features of one or more claims taken together; the worst claim counts apart where one bad claim spoils an answer. */
export function featuresOf(claims: readonly ClaimCounts[]): Record<FeatureName, number> {
  const sum = sumCounts(claims)
  const features = {} as Record<FeatureName, number>
  for (const name of NAMES) features[name] = FEATURES[name](sum, claims)
  return features
}
