import { compilePhrases } from '../../phrases/compile-phrases.ts'
import en from './cues/en.json' with { type: 'json' }
import fr from './cues/fr.json' with { type: 'json' }
import ru from './cues/ru.json' with { type: 'json' }

type QuestionKind = keyof typeof en.question
export type CueFamily = keyof typeof en.opening

const LANGUAGES = [en, fr, ru]

/** Families of cues, the same in all languages, so that weights learned on one hold for the others. */
export const CUE_FAMILIES = Object.keys(en.opening) as CueFamily[]

/** Cues of all languages in one automaton: their words hardly meet, and an answer may mix languages. */
export const OPENING_CUES = compilePhrases(
  Object.fromEntries(
    CUE_FAMILIES.map((family) => [family, LANGUAGES.flatMap(({ opening }): string[] => opening[family])]),
  ),
)

/** Words that tell what kind of question was asked. */
export const QUESTION_CUES = compilePhrases(
  Object.fromEntries(
    (Object.keys(en.question) as QuestionKind[]).map((kind) => [
      kind,
      LANGUAGES.flatMap(({ question }): string[] => question[kind]),
    ]),
  ),
)

export const NEGATIONS: ReadonlySet<string> = new Set(LANGUAGES.flatMap(({ negations }) => negations))
