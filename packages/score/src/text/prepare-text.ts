import type { LanguageCode } from '../languages/language.ts'
import { scanWords, type ScannedWords } from '../phrases/scan-words.ts'
import { lazy } from './lazy.ts'
import { type Token, tokensOf } from './scan-tokens.ts'
import { type Sentence, splitSentences } from './split-sentences.ts'

/** A text with its words and sentences, each computed when it is first asked for. */
export interface PreparedText {
  readonly raw: string
  readonly language: LanguageCode | null
  readonly tokens: readonly Token[]
  readonly sentences: readonly Sentence[]
}

/**
 * Prepares one text. `language` chooses stemmer, stop words and abbreviations; null has none of them. `words` are those of
 * `scanWords`, where they are known.
 */
export function prepareText(raw: string, language: LanguageCode | null, words?: ScannedWords): PreparedText {
  const tokens = lazy(() => tokensOf(words ?? scanWords(raw), language))
  const sentences = lazy(() => splitSentences(raw, tokens(), language))
  return {
    raw,
    language,
    get tokens() {
      return tokens()
    },
    get sentences() {
      return sentences()
    },
  }
}
