import type { LanguageCode } from '../languages/language.ts'
import type { Sample } from '../sample.ts'

/** A sample with what evaluators share of its texts, each computed once and only when it is asked for. */
export interface PreparedSample extends Sample {
  /** Language of the answer, or of the question where there is no answer; null where it is none of ours. */
  readonly language: LanguageCode | null
}
