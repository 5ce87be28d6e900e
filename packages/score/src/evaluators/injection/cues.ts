import { compilePhrases } from '../../phrases/compile-phrases.ts'
import en from './cues/en.json' with { type: 'json' }
import fr from './cues/fr.json' with { type: 'json' }
import other from './cues/other.json' with { type: 'json' }
import ru from './cues/ru.json' with { type: 'json' }
import unspaced from './cues/unspaced.json' with { type: 'json' }

/** Ways of an injection that words give away. */
export type PhraseFamily = keyof typeof en

const LANGUAGES: readonly Partial<Record<PhraseFamily, string[]>>[] = [en, fr, ru, other]

/** Phrases of all languages in one automaton: an injection comes in whatever language its text is not. */
export const INJECTION_PHRASES = compilePhrases(
  Object.fromEntries(
    (Object.keys(en) as PhraseFamily[]).map((family) => [
      family,
      LANGUAGES.flatMap((language) => language[family] ?? []),
    ]),
  ),
)

/** Phrases of scripts whose words are not parted or whose endings are many, found as they stand. */
export const UNSPACED_PHRASES = Object.entries(unspaced).flatMap(([family, phrases]) =>
  phrases.map((phrase) => ({ family: family as PhraseFamily, phrase })),
)
