import { detectLanguage } from '@assay/score/languages/detect-language'
import { prepareText } from '@assay/score/text/prepare-text'
import { spaceOut } from '@assay/score/text/unspaced'
import { domainClassifier } from '@assay/stats/drift/domain-classifier'
import type { Random } from '@assay/stats/random/seeded'
import type { Comparison, Item } from './column.ts'

/** Texts of a side that are read: more tell no more, and cost time. */
const MOST_TEXTS = 500
const MOST_WORDS = 12
/** Enough to tell one finding among 500 tests. */
const PERMUTATIONS = 19_999

/** Words of texts; those of one text are found once, however many slices it is in. */
export function createWordReader(): (text: string) => readonly string[] {
  const known = new Map<string, readonly string[]>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const spaced = spaceOut(text)
    const language = detectLanguage(spaced)
    const { tokens } = prepareText(spaced, language === 'unclear' ? null : language)
    const words = [...new Set(tokens.filter(({ form }) => !form.isStop).map(({ form }) => form.word))]
    known.set(text, words)
    return words
  }
}

/**
 * Texts of two windows: can a classifier tell from its words which window a text belongs to? The effect is 2·AUC − 1; the words that tell
 * come with their shares.
 */
export function compareWords(
  before: readonly Item<string>[],
  after: readonly Item<string>[],
  { random, wordsOf }: { random: Random; wordsOf: (text: string) => readonly string[] },
): Comparison {
  const read = (items: readonly Item<string>[]) =>
    items.slice(0, MOST_TEXTS).map(({ value }) => wordsOf(value))
  const [old, now] = [read(before), read(after)]
  const { auc, pValue, words } = domainClassifier(old, now, {
    random,
    words: MOST_WORDS,
    permutations: PERMUTATIONS,
  })
  const weights = new Map(words.map(({ word, logOdds }) => [word, logOdds]))
  const score = (text: readonly string[]) => text.reduce((sum, word) => sum + (weights.get(word) ?? 0), 0)
  return {
    pValue,
    effect: Math.max(0, 2 * auc - 1),
    tell: () => ({
      measure: 'auc',
      what: null,
      before: 0.5,
      after: auc,
      difference: aucDifference(
        auc,
        now.length - Math.floor(now.length / 2),
        old.length - Math.floor(old.length / 2),
      ),
      movers: words.map(({ word, referenceShare, currentShare }) => ({
        value: word,
        before: referenceShare,
        after: currentShare,
      })),
      scoreBefore: Float64Array.from(old, score),
      scoreAfter: Float64Array.from(now, score),
      isShare: false,
    }),
  }
}

/** AUC − ½ with its 95 % interval (Hanley and McNeil, 1982), n and m being the texts that were held out. */
function aucDifference(auc: number, n: number, m: number): { estimate: number; low: number; high: number } {
  const q1 = auc / (2 - auc)
  const q2 = (2 * auc ** 2) / (1 + auc)
  const variance = (auc * (1 - auc) + (n - 1) * (q1 - auc ** 2) + (m - 1) * (q2 - auc ** 2)) / (n * m)
  const reach = 1.959964 * Math.sqrt(Math.max(0, variance))
  return {
    estimate: auc - 0.5,
    low: Math.max(-0.5, auc - reach - 0.5),
    high: Math.min(0.5, auc + reach - 0.5),
  }
}
