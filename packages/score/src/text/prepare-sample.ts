import { detectLanguage } from '../languages/detect-language.ts'
import type { LanguageCode } from '../languages/language.ts'
import type { Sample } from '../sample.ts'
import { SAMPLE_LIMITS, type SampleLimits, boundSample } from './bound-sample.ts'
import { lazy } from './lazy.ts'
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
  const text = (raw: string | null) => (raw === null ? null : prepareText(raw, language()))
  const answerText = lazy(() => text(bounded.answer))
  const questionText = lazy(() => text(bounded.question))
  const referenceText = lazy(() => text(bounded.reference))
  const contextTexts = lazy(() =>
    (bounded.context ?? []).map((passage) => prepareText(passage.text, language())),
  )
  return {
    ...bounded,
    cut,
    languageOf,
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
