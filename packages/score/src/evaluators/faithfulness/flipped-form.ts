import { wordForm } from '../../text/word-form.ts'
import { RELATIONS } from './relations.ts'

const NEGATIVE = ['un', 'in', 'im', 'il', 'ir', 'dis', 'non', 'mis'] as const
const PREFIXES = [...NEGATIVE, 'de', 'anti', 'sub', 'under', 'over', 'post', 'pre', 'ex'] as const
/** What is left without the prefix is a word from this many letters: `invest` is no `in` and `vest`. */
const LEAST_LETTERS = 4
/** Words remembered: a vocabulary, not a log. */
const MAX_REMEMBERED = 20_000

interface Forms {
  /** Stems that differ from the word by a prefix, either way. */
  contraries: readonly string[]
  /** Stems of the word without a negative prefix. */
  bases: readonly string[]
}

const remembered = new Map<string, Forms>()

function formsOf(word: string, stem: string): Forms {
  const known = remembered.get(word)
  if (known !== undefined) return known
  const without = (prefixes: readonly string[]) =>
    prefixes
      .filter((prefix) => word.startsWith(prefix) && word.length - prefix.length >= LEAST_LETTERS)
      .map((prefix) => wordForm(word.slice(prefix.length), 'en').stem)
  const forms = {
    contraries: [...PREFIXES.map((prefix) => prefix + stem), ...without(PREFIXES)],
    bases: without(NEGATIVE),
  }
  if (remembered.size >= MAX_REMEMBERED) remembered.clear()
  remembered.set(word, forms)
  return forms
}

/** Whether a word that the context lacks has its contrary in the window by a prefix: `labelled` against `unlabelled`. */
export function isFlipped(word: string, stem: string, window: { has(stem: string): boolean }): boolean {
  if (word.length < LEAST_LETTERS) return false
  for (const contrary of formsOf(word, stem).contraries) if (window.has(contrary)) return true
  return false
}

/** Whether a word is another word with a negative prefix (`unsuitable`), the other being in the context or in the table of relations. */
export function isNegativeForm(word: string, stem: string, vocabulary: ReadonlyMap<string, number>): boolean {
  for (const base of formsOf(word, stem).bases) {
    if (vocabulary.has(base) || RELATIONS.antonyms.has(base) || RELATIONS.synonyms.has(base)) return true
  }
  return false
}
