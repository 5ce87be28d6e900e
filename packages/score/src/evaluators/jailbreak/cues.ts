import { compilePhrases } from '../../phrases/compile-phrases.ts'
import en from './cues/en.json' with { type: 'json' }
import fr from './cues/fr.json' with { type: 'json' }
import ru from './cues/ru.json' with { type: 'json' }

export type JailbreakFamily = keyof typeof en

const LANGUAGES: readonly Partial<Record<JailbreakFamily, string[]>>[] = [en, fr, ru]

/** What jailbreaks are made of, in all languages. */
export const JAILBREAK_CUES = compilePhrases(
  Object.fromEntries(
    (Object.keys(en) as JailbreakFamily[]).map((family) => [
      family,
      LANGUAGES.flatMap((language) => language[family] ?? []),
    ]),
  ),
)
