import { languageWords } from '../languages/language-words.ts'
import type { LanguageCode } from '../languages/language.ts'
import type { Token } from './scan-tokens.ts'
import { sentenceEnds } from './sentence-ends.ts'

/** A sentence of a text: UTF-16 units and places in the list of tokens, ends exclusive. */
export interface Sentence {
  start: number
  end: number
  firstToken: number
  endToken: number
}

const segmenters = {
  en: new Intl.Segmenter('en', { granularity: 'sentence' }),
  fr: new Intl.Segmenter('fr', { granularity: 'sentence' }),
  ru: new Intl.Segmenter('ru', { granularity: 'sentence' }),
}

/** The segmenter slows down on megabytes without an end of a sentence: longer stretches are cut. */
const MAX_STRETCH = 20_000

const NO_WORDS: ReadonlySet<string> = new Set()

/**
 * Sentences by Unicode's rules for the language, joined again after abbreviations and initials (`Dr. Who`, `J. Smith`). Stretches
 * without a word belong to the sentence before; a text without words has none.
 */
export function splitSentences(
  text: string,
  tokens: readonly Token[],
  language: LanguageCode | null,
): Sentence[] {
  const abbreviations = language === null ? NO_WORDS : languageWords(language).abbreviations
  const sentences: Sentence[] = []
  let token = 0
  let isOpen = false
  for (let from = 0; from < text.length; from += MAX_STRETCH) {
    const stretch = text.length <= MAX_STRETCH ? text : text.slice(from, from + MAX_STRETCH)
    let start = from
    for (const offset of sentenceEnds(stretch) ?? segmentEnds(stretch, language)) {
      const end = from + offset
      const firstToken = token
      while (token < tokens.length && tokens[token]!.start < end) token += 1
      const last = sentences.at(-1)
      if (last !== undefined && (isOpen || token === firstToken)) {
        last.end = end
        last.endToken = token
      } else if (token > firstToken) {
        sentences.push({ start, end, firstToken, endToken: token })
      }
      if (token > firstToken) isOpen = isAbbreviated(text, tokens[token - 1]!, end, abbreviations)
      start = end
    }
  }
  return sentences
}

/** The same as `sentenceEnds` for characters of all languages. */
const segmentEnds = (text: string, language: LanguageCode | null) =>
  Array.from(segmenters[language ?? 'en'].segment(text), ({ index, segment }) => index + segment.length)

/** Whether a stretch ends with an abbreviation's or an initial's full stop, so that the sentence goes on. */
function isAbbreviated(text: string, last: Token, end: number, abbreviations: ReadonlySet<string>): boolean {
  if (text[last.end] !== '.') return false
  const isInitial = last.form.isCapitalised && last.end - last.start === 1
  if (!isInitial && !abbreviations.has(last.form.word)) return false
  const rest = text.slice(last.end + 1, end)
  return rest.trim() === '' && !rest.includes('\n')
}
