import phrases from '../languages/en/abstentions.json' with { type: 'json' }
import type { PreparedText } from './prepare-text.ts'

/** Words that may stand beside an abstention in its sentence; with more it says something besides. */
const MAX_OTHER_WORDS = 14
/** `I am not sure, but it opened in 1900` claims something after all. */
const GOES_ON = /[,.]\s*(?:but|however|though)\b/

const padded = phrases.map((phrase) => ` ${phrase} `)

/** Whether an answer only says that it does not know: every sentence does, in English, and none goes on to claim something. */
export function isAbstention(answer: PreparedText): boolean {
  const { sentences, tokens, raw } = answer
  if (sentences.length === 0 || sentences.length > 3) return false
  return sentences.every((sentence) => {
    const words = tokens.slice(sentence.firstToken, sentence.endToken).map(({ form }) => form.word)
    const plain = ` ${words.join(' ')} `
    const phrase = padded.find((item) => plain.includes(item))
    if (phrase === undefined || (phrase === ' unknown ' && words.length > 2)) return false
    if (GOES_ON.test(raw.slice(sentence.start, sentence.end).toLowerCase())) return false
    return words.length - phrase.trim().split(' ').length <= MAX_OTHER_WORDS
  })
}
