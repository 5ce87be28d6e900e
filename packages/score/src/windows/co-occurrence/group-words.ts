import type { LanguageCode } from '../../languages/language.ts'
import { wordForm } from '../../text/word-form.ts'
import en from './words/en.json' with { type: 'json' }
import fr from './words/fr.json' with { type: 'json' }
import ru from './words/ru.json' with { type: 'json' }

/** By stem: the groups that a word names and the subjects that it belongs to. */
export interface GroupWords {
  /** Pairs of groups that are compared with one another. */
  pairs: readonly (readonly [first: string, second: string])[]
  groups: ReadonlyMap<string, string>
  subjects: ReadonlyMap<string, string>
}

interface Lists {
  pairs: string[][]
  groups: Record<string, string[]>
  subjects: Record<string, string[]>
}

const LISTS: Record<LanguageCode, Lists> = { en, fr, ru }

const byStem = (lists: Record<string, string[]>, language: LanguageCode) =>
  new Map(
    Object.entries(lists).flatMap(([name, words]) =>
      words.map((word) => [wordForm(word, language).stem, name] as const),
    ),
  )

/** The words of a language. */
export function groupWords(language: LanguageCode): GroupWords {
  const { pairs, groups, subjects } = LISTS[language]
  return {
    pairs: pairs.map(([first, second]) => [first!, second!] as const),
    groups: byStem(groups, language),
    subjects: byStem(subjects, language),
  }
}
