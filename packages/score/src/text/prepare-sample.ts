import { detectLanguage } from '../languages/detect-language.ts'
import type { LanguageCode } from '../languages/language.ts'
import type { Sample } from '../sample.ts'
import { SAMPLE_LIMITS, type SampleLimits, boundSample } from './bound-sample.ts'
import { lazy } from './lazy.ts'
import { type ScannedWords, scanWords } from '../phrases/scan-words.ts'
import { type PreparedText, prepareText } from './prepare-text.ts'

/**
 * A sample with what evaluators share of its texts, each computed once and only when it is asked for. Texts are bounded: places in
 * them are places in the sent ones too, as only ends are cut.
 */
export interface PreparedSample extends Sample {
  /** Language of the answer, or of the question where there is no answer; null where it is none of ours. */
  readonly language: LanguageCode | null
  /** The language of one of its texts, as `detectLanguage` tells it. */
  languageOf(text: string): ReturnType<typeof detectLanguage>
  /** The words of its texts, as `scanWords` gives them: read them, never respell them. Those of passages in their order. */
  readonly answerWords: ScannedWords | null
  readonly questionWords: ScannedWords | null
  readonly contextWords: readonly ScannedWords[]
  readonly answerText: PreparedText | null
  readonly questionText: PreparedText | null
  readonly referenceText: PreparedText | null
  /** One for each passage, in their order; empty where there is no context. */
  readonly contextTexts: readonly PreparedText[]
  /** Parts that were longer than what is read. */
  readonly cut: ReadonlySet<keyof Sample>
}

/** Prepares a sample, within limits. Costs nothing but the cut until a text is asked for. */
export function prepareSample(sample: Sample, limits: SampleLimits = SAMPLE_LIMITS): PreparedSample {
  const { sample: bounded, cut } = boundSample(sample, limits)
  const known = new Map<string, ReturnType<typeof detectLanguage>>()
  const languageOf = (text: string) => {
    let found = known.get(text)
    if (found === undefined) known.set(text, (found = detectLanguage(text)))
    return found
  }
  const language = lazy(() => sampleLanguage(bounded, languageOf))
  const words = (raw: string | null) => (raw === null ? null : scanWords(raw))
  const answerWords = lazy(() => words(bounded.answer))
  const questionWords = lazy(() => words(bounded.question))
  const contextWords = lazy(() => (bounded.context ?? []).map(({ text }) => scanWords(text)))
  const text = (raw: string | null, own?: () => ScannedWords | null) =>
    raw === null ? null : prepareText(raw, language(), own?.() ?? undefined)
  const answerText = lazy(() => text(bounded.answer, answerWords))
  const questionText = lazy(() => text(bounded.question, questionWords))
  const referenceText = lazy(() => text(bounded.reference))
  const contextTexts = lazy(() => contextWords().map((own) => prepareText(own.text, language(), own)))
  return {
    ...bounded,
    cut,
    languageOf,
    get answerWords() {
      return answerWords()
    },
    get questionWords() {
      return questionWords()
    },
    get contextWords() {
      return contextWords()
    },
    get language() {
      return language()
    },
    get answerText() {
      return answerText()
    },
    get questionText() {
      return questionText()
    },
    get referenceText() {
      return referenceText()
    },
    get contextTexts() {
      return contextTexts()
    },
  }
}

/** The first text that says its language: a short answer (`Paris.`) takes that of its question or its context. */
function sampleLanguage(
  sample: Sample,
  languageOf: (text: string) => ReturnType<typeof detectLanguage>,
): LanguageCode | null {
  for (const text of [sample.answer, sample.question, sample.context?.[0]?.text, sample.reference]) {
    if (text === null || text === undefined) continue
    const detected = languageOf(text)
    if (detected !== 'unclear') return detected
  }
  return null
}
