import { eld } from 'eld/extrasmall'
import { LANGUAGE_CODES, type LanguageCode } from './language.ts'
import { languageWords } from './language-words.ts'

/** Half of a short answer: eld takes some 0.1 µs a character. */
const MAX_READ = 300
/** Fewer letters are too few to call a text foreign: `Paris.`, `ok`, a line of names. */
const MIN_LETTERS = 60

/**
 * The language of a text's beginning: one of ours, null for another, `unclear` where it is too short or says too little. The commonest
 * words decide where they can, as that costs a tenth of counting n-grams.
 */
export function detectLanguage(text: string): LanguageCode | 'unclear' | null {
  const beginning = text.slice(0, MAX_READ)
  const words = beginning.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? []
  const letters = words.reduce((sum, word) => sum + word.length, 0)
  for (const language of LANGUAGE_CODES) {
    if (isMarkedBy(words, languageWords(language).markers)) return language
  }
  if (letters === 0) return 'unclear'
  const result = eld.detect(beginning)
  const found = LANGUAGE_CODES.find((language) => language === result.language) ?? null
  if (letters < MIN_LETTERS)
    return found !== null && result.isReliable() ? found : isOurScript(words) ? 'unclear' : null
  return found !== null || result.isReliable() || !isOurScript(words) ? found : 'unclear'
}

/** At least three different markers, and every eighth word one of them. */
function isMarkedBy(words: readonly string[], markers: ReadonlySet<string>): boolean {
  const seen = new Set<string>()
  let count = 0
  for (const word of words) {
    if (!markers.has(word)) continue
    seen.add(word)
    count += 1
  }
  return seen.size >= 3 && count * 8 >= words.length
}

const isOurScript = (words: readonly string[]) =>
  words.some((word) => /[\p{Script=Latin}\p{Script=Cyrillic}]/u.test(word))
