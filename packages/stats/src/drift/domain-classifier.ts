import type { DistanceTestOptions } from '../permutation/distance-tests.ts'
import { sequentialPermutation } from '../permutation/sequential.ts'
import { shuffleFront } from '../random/shuffle.ts'
import type { Random } from '../random/seeded.ts'
import { midRanks } from '../shared/mid-ranks.ts'
import { refuse } from '../shared/refuse.ts'
import { compareWords, countTexts, type WordChange } from './word-shares.ts'

/** The words of a text, however they were split; the same word counts once. */
export type Words = readonly string[]

export interface DomainClassification {
  /**
   * Chance that a current text scores above a reference text among those held out: 0.5 where nothing can be
   * told apart.
   */
  auc: number
  pValue: number
  /** The words that tell them apart, those with the clearest change first. */
  words: WordChange[]
}

/**
 * Can reference and current texts be told apart by their words? A naive Bayes classifier learns on half of each
 * and scores the other half; as it never saw these, its AUC there is tested by permuting their labels alone (a
 * classifier two-sample test, Lopez-Paz and Oquab, 2017). At least 4 texts a side.
 */
export function domainClassifier(
  reference: readonly Words[],
  current: readonly Words[],
  options: DistanceTestOptions & { words?: number },
): DomainClassification {
  if (Math.min(reference.length, current.length) < 4) refuse('The classifier needs at least 4 texts a side.')
  const [learnOld, testOld] = halves(reference, options.random)
  const [learnNew, testNew] = halves(current, options.random)
  const weights = learnWeights(learnOld, learnNew)
  const scores = [...testNew, ...testOld].map((text) => scoreText(text, weights))
  const { ranks } = midRanks(scores)
  const n = testNew.length
  const m = testOld.length
  const auc = (places: ArrayLike<number>) => {
    let sum = 0
    for (let i = 0; i < n; i++) sum += ranks[places[i]!]!
    return (sum - (n * (n + 1)) / 2) / (n * m)
  }
  const places = Uint32Array.from(ranks, (_, i) => i)
  const observed = auc(places)
  const draw = () => {
    shuffleFront(places, n, options.random)
    return auc(places)
  }
  const pValue = sequentialPermutation(observed, draw, options)
  const words = compareWords(countTexts(reference), countTexts(current)).slice(0, options.words ?? 10)
  return { auc: observed, pValue, words }
}

function halves(texts: readonly Words[], random: Random): [learn: Words[], test: Words[]] {
  const shuffled = [...texts]
  const half = Math.floor(texts.length / 2)
  shuffleFront(shuffled, half, random)
  return [shuffled.slice(0, half), shuffled.slice(half)]
}

/**
 * Log-odds of each word, shrunk by 1 − 1/z² and to nothing below z = 1 (James and Stein's factor, its positive
 * part): the many words that change by chance would drown the few that tell.
 */
function learnWeights(reference: readonly Words[], current: readonly Words[]): Map<string, number> {
  const changes = compareWords(countTexts(reference), countTexts(current))
  return new Map(
    changes.flatMap(({ word, logOdds, z }) => (Math.abs(z) > 1 ? [[word, logOdds * (1 - 1 / z ** 2)]] : [])),
  )
}

function scoreText(text: Words, weights: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const word of new Set(text)) sum += weights.get(word) ?? 0
  return sum
}
