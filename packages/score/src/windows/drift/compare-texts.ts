import { domainClassifier } from '@assay/stats/drift/domain-classifier'
import type { Random } from '@assay/stats/random/seeded'
import { shuffleFront } from '@assay/stats/random/shuffle'
import { detectLanguage } from '../../languages/detect-language.ts'
import { prepareText } from '../../text/prepare-text.ts'
import { spaceOut } from '../../text/unspaced.ts'
import type { ColumnComparison } from './column-comparison.ts'

/** More texts and words tell no more, and cost time. */
const MOST_TEXTS = 2_000
const LONGEST_TEXT = 4_000

/**
 * Texts of two windows: can a classifier tell from their words which window they belong to? The p-value is by permutation; the effect is
 * 2·AUC - 1; the movers are the words that tell.
 */
export function compareTexts(
  reference: readonly string[],
  current: readonly string[],
  random: Random,
): ColumnComparison {
  const before = draw(reference, random).map(wordsOf)
  const after = draw(current, random).map(wordsOf)
  const { auc, pValue, words } = domainClassifier(before, after, { random })
  const movers = words.map(({ word, referenceShare, currentShare }) => ({
    value: word,
    referenceShare,
    currentShare,
  }))
  const told = movers
    .slice(0, 3)
    .map(
      ({ value, referenceShare, currentShare }) =>
        `${value} ${currentShare > referenceShare ? 'more' : 'less'}`,
    )
  return {
    pValue,
    effect: Math.max(0, 2 * auc - 1),
    change: told.length > 0 ? told.join(', ') : 'no words',
    psi: null,
    movers,
  }
}

function draw(texts: readonly string[], random: Random): string[] {
  const drawn = [...texts]
  const size = Math.min(MOST_TEXTS, drawn.length)
  shuffleFront(drawn, size, random)
  return drawn.slice(0, size)
}

function wordsOf(text: string): string[] {
  const beginning = spaceOut(text.slice(0, LONGEST_TEXT))
  const language = detectLanguage(beginning)
  const { tokens } = prepareText(beginning, language === 'unclear' ? null : language)
  return tokens.filter(({ form }) => !form.isStop).map(({ form }) => form.word)
}
