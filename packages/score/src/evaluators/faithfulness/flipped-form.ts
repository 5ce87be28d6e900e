import { wordForm } from '../../text/word-form.ts'
import { RELATIONS } from './relations.ts'

const PREFIXES = [
  'un',
  'in',
  'im',
  'il',
  'ir',
  'dis',
  'non',
  'mis',
  'de',
  'anti',
  'sub',
  'under',
  'over',
  'post',
  'pre',
  'ex',
]

/**
 * Whether a word that the context lacks has its contrary in the window by a prefix: `labelled` against `unlabelled`.
 */
export function isFlipped(word: string, stem: string, window: ReadonlySet<string>): boolean {
  if (word.length < 4) return false
  for (const prefix of PREFIXES) {
    if (window.has(prefix + stem)) return true
    if (word.startsWith(prefix) && word.length - prefix.length >= 4) {
      if (window.has(wordForm(word.slice(prefix.length), 'en').stem)) return true
    }
  }
  return false
}

const NEGATIVE_PREFIXES = ['un', 'in', 'im', 'il', 'ir', 'dis', 'non', 'mis']

/** Whether a word is another word with a negative prefix (`unsuitable`), the other being in the context or in the table of relations. */
export function isNegativeForm(word: string, vocabulary: ReadonlyMap<string, number>): boolean {
  for (const prefix of NEGATIVE_PREFIXES) {
    if (!word.startsWith(prefix) || word.length - prefix.length < 4) continue
    const { stem } = wordForm(word.slice(prefix.length), 'en')
    if (vocabulary.has(stem) || RELATIONS.antonyms.has(stem) || RELATIONS.synonyms.has(stem)) return true
  }
  return false
}
