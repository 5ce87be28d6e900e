import { z } from 'zod'
import { readAnswer } from '../answer/read-answer.ts'
import { quoteFinder } from '../answer/find-quote.ts'
import { LONGEST_TEXT, objectSchema } from '../answer/verdict.ts'
import { askModel, type Asked } from '../ask-model.ts'
import type { Judge } from '../judge.ts'
import { showData } from '../prompt/data-sections.ts'
import { unescapeData } from '../prompt/escape-data.ts'
import { sampleSections } from '../prompt/sample-sections.ts'
import { systemMessage } from '../prompt/system-message.ts'
import type { Sample } from '../../sample.ts'

/** One statement that can be true or false by itself. */
export interface Claim {
  text: string
  /** Where the answer makes it; null where its quote stands nowhere. */
  place: { start: number; end: number } | null
}

export interface SplitAnswer {
  /** `abstention`: the answer declines or says that it does not know; `no_claims`: chat, questions, opinions. */
  kind: 'claims' | 'abstention' | 'no_claims'
  claims: Claim[]
  isCut: boolean
}

/** More claims than this are not checked; the answer then counts as cut. */
export const MOST_CLAIMS = 40

const TASK = `Split the answer into its claims: statements about the world or about the given texts that can be checked. Each claim
stands alone: put names in the place of pronouns, and add from the question and the answer what a reader needs to understand it. Add
nothing else, correct nothing, and keep numbers, names, negations and doubts ("may", "about") as they are. Leave out greetings,
questions, offers of help and what the speaker feels or prefers.
Answer with one JSON object with these properties, in this order:
"kind": "claims", or "abstention" where the answer declines or says that it does not know and claims nothing else, or "no_claims";
"claims": a list of objects with "quote", the words of the answer that make the claim, copied character by character, and "claim".`

const bounded = z.string().transform((given) => given.slice(0, LONGEST_TEXT))

const Split = z.object({
  kind: z.enum(['claims', 'abstention', 'no_claims']),
  claims: z
    .array(z.object({ quote: bounded.catch(''), claim: bounded }))
    .nullish()
    .transform((claims) => (claims ?? []).filter(({ claim }) => claim.trim() !== '')),
})

const text = { type: 'string' }

/** Asks a judge for the claims of an answer, freed of their context. */
export async function splitClaims(
  sample: Sample,
  judge: Judge,
  signal: AbortSignal,
): Promise<Asked<SplitAnswer>> {
  const data = showData(sampleSections(sample, ['question', 'answer']), judge.random)
  const claims = { type: 'array', items: objectSchema({ quote: text, claim: text }) }
  const kind = { ...text, enum: ['claims', 'abstention', 'no_claims'] }
  const asked = await askModel(
    judge,
    {
      system: systemMessage('Keep to what the answer says.', TASK),
      user: `${data.text}\n\nSplit the answer into its claims.`,
      output: { name: 'claims', schema: objectSchema({ kind, claims }) },
      maxTokens: (judge.maxTokens ?? 1_500) * 2,
      temperature: 0,
      wantsLogProbabilities: false,
    },
    (reply) => readAnswer(reply, Split, (answer) => JSON.stringify(answer)),
    signal,
  )
  if (asked.kind === 'failed') return asked
  const given = asked.answer
  const find = quoteFinder([sample.answer ?? ''])
  const found = given.claims.slice(0, MOST_CLAIMS).map(({ quote, claim }) => {
    const at = find(unescapeData(quote))
    return {
      text: claim,
      place: at === null ? null : { start: at.start, end: at.end },
    }
  })
  const isCut = data.isCut || given.claims.length > MOST_CLAIMS
  // A judge that finds claims has not found an abstention, and the other way round.
  const kindOf = found.length > 0 ? 'claims' : given.kind === 'claims' ? 'no_claims' : given.kind
  return { ...asked, answer: { kind: kindOf, claims: found, isCut } }
}
