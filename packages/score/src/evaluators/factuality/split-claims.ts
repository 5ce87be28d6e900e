import { languageWords } from '../../languages/language-words.ts'
import { numberValue } from '../../text/number-values.ts'
import type { PreparedText } from '../../text/prepare-text.ts'

/** A sentence of the answer with what other answers can confirm. */
export interface Claim {
  start: number
  end: number
  /** Content stems that the question does not give away; all where it gives all. */
  stems: readonly string[]
  numbers: readonly number[]
  /** Places of the first units of those words and numbers in the answer. */
  starts: ReadonlySet<number>
  isHedged: boolean
}

/** Sentences beyond this are not read. */
export const MAX_CLAIMS = 100

/** The sentences of an answer that say something of their own. */
export function splitClaims(answer: PreparedText, question: PreparedText | null): Claim[] {
  const asked = new Set(question?.tokens.map(({ form }) => form.stem))
  const hedges = answer.language === null ? [] : [...languageWords(answer.language).hedges]
  return answer.sentences.slice(0, MAX_CLAIMS).flatMap((sentence): Claim[] => {
    const tokens = answer.tokens.slice(sentence.firstToken, sentence.endToken)
    const content = tokens.filter(({ form }) => !form.isStop)
    const own = content.filter(({ form }) => !asked.has(form.stem))
    const told = own.length > 0 ? own : content
    if (told.length === 0) return []
    const plain = ` ${tokens.map(({ form }) => form.word).join(' ')} `
    return [
      {
        start: sentence.start,
        end: sentence.start + answer.raw.slice(sentence.start, sentence.end).trimEnd().length,
        stems: told.map(({ form }) => form.stem),
        numbers: tokens.flatMap((token, at) => (token.form.isNumber ? (numberValue(tokens, at) ?? []) : [])),
        starts: new Set(told.map(({ start }) => start)),
        isHedged: hedges.some((hedge) => plain.includes(` ${hedge} `)),
      },
    ]
  })
}
