import en from '../languages/en/abstentions.json' with { type: 'json' }
import fr from '../languages/fr/abstentions.json' with { type: 'json' }
import ru from '../languages/ru/abstentions.json' with { type: 'json' }
import type { PreparedText } from './prepare-text.ts'
import type { Sentence } from './split-sentences.ts'

/** Words that may stand beside an abstention in its sentence; with more it says something besides. */
const MAX_OTHER_WORDS = 14
/** Longer answers say something besides. */
const MAX_SENTENCES = 3
/** `I am not sure, but it opened in 1900` claims something after all. */
const GOES_ON = /[,.;]\s*(?:but|however|though|mais|cependant|но|однако)\s/

/** Phrases by their longest word, by which sentences without one are told at once. */
function byLongestWord(phrases: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const longest = (phrase: string) =>
    phrase.split(' ').reduce((one, other) => (other.length > one.length ? other : one))
  return Map.groupBy(phrases, longest)
}
const PHRASES = { en: byLongestWord(en), fr: byLongestWord(fr), ru: byLongestWord(ru) }

/** Whether an answer only says that it does not know: every sentence does, and none goes on to claim something. */
export function isAbstention(answer: PreparedText): boolean {
  const { sentences, language } = answer
  if (language === null || sentences.length === 0 || sentences.length > MAX_SENTENCES) return false
  return sentences.every((sentence) => abstains(answer, sentence))
}

/** Whether one sentence only says that the writer does not know. */
export function abstains({ tokens, raw, language }: PreparedText, sentence: Sentence): boolean {
  if (language === null) return false
  const said = tokens.slice(sentence.firstToken, sentence.endToken)
  const candidates = said.flatMap(({ form }) => PHRASES[language].get(form.word) ?? [])
  if (candidates.length === 0) return false
  const plain = ` ${said.map(({ form }) => form.word).join(' ')} `
  const phrase = candidates.find((item) => plain.includes(` ${item} `))
  if (phrase === undefined) return false
  const others = said.length - phrase.split(' ').length
  // A single word abstains only when it stands alone: `of unknown origin` claims something.
  if (!phrase.includes(' ') && others > 1) return false
  return others <= MAX_OTHER_WORDS && !GOES_ON.test(raw.slice(sentence.start, sentence.end).toLowerCase())
}
