import { numberValue } from '../../text/number-values.ts'
import type { Token } from '../../text/scan-tokens.ts'
import type { ClaimCounts } from './claim-counts.ts'
import { NO_STEM } from './count-words.ts'
import { isFlipped, isNegativeForm } from './flipped-form.ts'
import type { ContextIndex } from './index-context.ts'
import type { WindowWords } from './read-window.ts'
import { RELATIONS } from './relations.ts'

/** A token that speaks against a claim, by its place in the claim, and why. */
export interface Suspect {
  token: number
  why: 'number' | 'name' | 'contrary' | 'word'
}

/** Counts numbers, names and words of a claim that the context or the window does not have, or has as their contrary. */
export function countContradictions(
  index: ContextIndex,
  tokens: readonly Token[],
  stems: readonly number[],
  nearest: readonly number[],
  window: WindowWords,
  counts: ClaimCounts,
): Suspect[] {
  const suspects: Suspect[] = []
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]!
    const { form } = token
    if (form.isStop && !form.isNumber) continue
    const value = numberValue(tokens, at)
    if (value !== null) {
      counts.numbers += 1
      if (!index.numbers.has(value) && !isGivenNumber(index, window, value)) {
        counts.unknownNumbers += 1
        suspects.push({ token: at, why: 'number' })
      } else if (index.numbers.has(value) && !window.numbers.includes(value)) counts.swappedNumbers += 1
      continue
    }
    const isKnown = stems[at]! >= 0
    if (form.isCapitalised && at > 0) {
      counts.names += 1
      if (!isKnown && index.given.stems.has(form.stem)) continue
      if (!isKnown) {
        counts.unknownNames += 1
        suspects.push({ token: at, why: 'name' })
        continue
      }
      if (!window.holds(stems[at]!)) counts.swappedNames += 1
    }
    if (window.holds(stems[at]!)) continue
    const contrary = findContrary(index, form.word, form.stem, isKnown, window)
    if (contrary !== null) {
      counts[contrary] += 1
      if (contrary !== 'antonymsInContext') suspects.push({ token: at, why: 'contrary' })
    } else if (!isKnown && nearest[at] === NO_STEM) suspects.push({ token: at, why: 'word' })
  }
  return suspects
}

/** From here on a number names something, such as an order, rather than counting it. */
const LEAST_NAMING = 10_000

/** Whether the person said a number, and it names something or the evidence has none that would stand against it. */
function isGivenNumber(index: ContextIndex, window: WindowWords, value: number): boolean {
  return index.given.numbers.has(value) && (value >= LEAST_NAMING || window.numbers.length === 0)
}

/** How the window, or else the context, holds the contrary of a word that the window lacks. */
function findContrary(
  index: ContextIndex,
  word: string,
  stem: string,
  isKnown: boolean,
  window: WindowWords,
) {
  const antonyms = RELATIONS.antonyms.get(stem)
  if (antonyms !== undefined && !holdsAny(window, RELATIONS.synonyms.get(stem))) {
    if (holdsAny(window, antonyms)) return 'antonymsInWindow'
    if (!isKnown && holdsAny(index.vocabulary, antonyms)) return 'antonymsInContext'
  }
  if (isKnown) return null
  if (isFlipped(word, stem, window)) return 'flips'
  return isNegativeForm(word, stem, index.vocabulary) ? 'negativeForms' : null
}

function holdsAny(held: { has(stem: string): boolean }, stems: ReadonlySet<string> | undefined): boolean {
  if (stems === undefined) return false
  for (const stem of stems) if (held.has(stem)) return true
  return false
}
