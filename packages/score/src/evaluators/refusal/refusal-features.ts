import { CUE_FAMILIES } from './cues.ts'
import { findCues, type RefusalCue } from './find-cues.ts'
import { readQuestion } from './read-question.ts'

/** What an answer shows of a refusal: numbers from 0 to 1 by name, and the cues they came from. */
export interface RefusalFeatures {
  values: Record<string, number>
  cues: RefusalCue[]
}

/** Characters of the answer in which its shape is looked at. */
export const BODY_CHARACTERS = 2_000
const LIST_ITEM = /(?:^|\n)[ \t]{0,4}(?:\d{1,2}[.)]|[-*•])[ \t]/g

/** The features of cues where there is none. */
const NO_CUES: Readonly<Record<string, number>> = Object.fromEntries(
  CUE_FAMILIES.flatMap((family) => [
    [`later_${family}`, 0],
    [`first_${family}`, 0],
  ]),
)

/** Names of all features, in a fixed order. */
export const REFUSAL_FEATURES: readonly string[] = Object.keys(refusalFeatures('', null).values)

/** Features of the opening, of the question, of the two together, and of the answer's shape. */
export function refusalFeatures(answer: string, question: string | null): RefusalFeatures {
  const { cues, firstSentence } = findCues(answer)
  const values: Record<string, number> = { ...NO_CUES }
  for (const { place, family } of cues) values[`${place}_${family}`] = 1
  const first = (family: string) => values[`first_${family}`]!
  const either = (family: string) => Math.max(first(family), values[`later_${family}`]!)
  const asks = readQuestion(question, firstSentence)
  const body = answer.slice(0, BODY_CHARACTERS)
  Object.assign(values, {
    cannot_and_apology: first('cannot') * first('apology'),
    cannot_and_fiction: first('cannot') * either('fiction'),
    principle_leads: first('principle') * Math.max(either('illegal'), first('improper'), first('denial')),
    asks_how: asks.how,
    asks_what: asks.what,
    asks_why: asks.why * (1 - asks.norm),
    norm_and_denial: asks.norm * Math.max(first('denial'), asks.denied),
    norm_and_fiction: asks.norm * either('fiction'),
    what_and_illegal: asks.what * first('illegal') * (1 - Math.max(first('cannot'), first('improper'))),
    premise_denied: asks.denied,
    echo: asks.echo,
    list: Number((body.match(LIST_ITEM)?.length ?? 0) >= 3),
    code: Number(body.includes('```')),
  })
  return { cues, values }
}
