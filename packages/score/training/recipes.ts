import type { FeatureName } from '../src/evaluators/faithfulness/features.ts'

/** What a model is trained on and with. */
export interface Recipe {
  features: readonly FeatureName[]
  /** Weight of each group of rows; classes of a group weigh the same, as shares of labels are the data set's, not the world's. */
  groups: Readonly<Record<string, number>>
  /** Ridge penalty on standardised weights, against 500 rows of weight a class and group. */
  ridge: number
}

const FREE: readonly FeatureName[] = [
  'unknownContent',
  'unknownContentAboveHalf',
  'unknownNearly',
  'unknownIdf',
  'unknownRarity',
  'worstRarity',
  'unknownFacts',
  'factsBesides',
  'notInSentence',
  'notInWindow',
  'worstNotInWindow',
  'worstUnknown',
  'unknownGrams',
  'notInRuns2',
  'unknownNumbers',
  'swappedNumbers',
  'unknownNames',
  'unknownNameShare',
  'antonymsInWindow',
  'flips',
  'negations',
  'addedNegations',
  'addedSuperlatives',
  'addedAbsolutes',
  'addedModals',
  'unknownTimes',
  'newPairs',
  'reversedOrders',
  'repeats',
  'opinions',
  'firstPerson',
  'noContent',
]

const EDITS: readonly FeatureName[] = [
  'unknownNumbers',
  'swappedNumbers',
  'unknownNames',
  'addedNegations',
  'negations',
  'antonymsInWindow',
  'antonymsInContext',
  'flips',
  'paraphrased',
  'addedContrasts',
  'addedAbsolutes',
  'unknownTimes',
  'otherGender',
]

/**
 * One model for each kind of text. A kind learns from its own sets most and from the others a little. `edits` is half of what a
 * summary is scored by; the other half is `free`, which learns from everything but summaries.
 */
export const RECIPES = {
  dialogue: { features: FREE, groups: { begin: 3, faithdial: 3, q2: 3, factcheckgpt: 1 }, ridge: 300 },
  claim: { features: FREE, groups: { begin: 1, faithdial: 1, q2: 1, factcheckgpt: 3 }, ridge: 300 },
  free: { features: FREE, groups: { begin: 1, faithdial: 1, q2: 1, factcheckgpt: 1 }, ridge: 300 },
  edits: { features: EDITS, groups: { scitldr: 1, sales_call: 1, qmsumm: 1 }, ridge: 100 },
} as const satisfies Record<string, Recipe>
