import { numberValue } from '../../text/number-values.ts'
import { prepareText } from '../../text/prepare-text.ts'
import type { PreparedSample } from '../../text/prepare-sample.ts'

/** What the person said: an answer may take it up without a passage that says it again. */
export interface GivenWords {
  stems: ReadonlySet<string>
  numbers: ReadonlySet<number>
}

export const NOTHING_GIVEN: GivenWords = { stems: new Set(), numbers: new Set() }

/** Messages before the question that are read, from the last on, and UTF-16 units of each. */
const MAX_MESSAGES = 10
const MAX_TEXT = 4_000

/** Words and numbers of the question and of the person's messages before it, without stop words. What the model said before is no ground for it. */
export function givenWords(sample: PreparedSample): GivenWords {
  const earlier = (sample.history ?? []).filter(({ role }) => role === 'user').slice(-MAX_MESSAGES)
  const texts = earlier.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.type === 'text' ? [part.text.slice(0, MAX_TEXT)] : [])),
  )
  if (sample.question !== null) texts.push(sample.question.slice(0, MAX_TEXT))
  if (texts.length === 0) return NOTHING_GIVEN
  const stems = new Set<string>()
  const numbers = new Set<number>()
  for (const text of texts) {
    const { tokens } = prepareText(text, sample.language)
    for (const [at, { form }] of tokens.entries()) {
      const value = form.value === null ? null : numberValue(tokens, at)
      if (value !== null) numbers.add(value)
      else if (!form.isStop) stems.add(form.stem)
    }
  }
  return { stems, numbers }
}
