import type { PreparedText } from '../../text/prepare-text.ts'
import type { Sentence } from '../../text/split-sentences.ts'

/** A sentence of the answer that says something. */
export interface Claim {
  sentence: Sentence
  /** Ends with a question mark: asks rather than claims. */
  isQuestion: boolean
}

/** Claims beyond this are not read; a page has some 40 sentences. */
export const MAX_CLAIMS = 200
/** Tokens of one claim beyond this are not read: a sentence of that length is a list or no prose. */
export const MAX_CLAIM_TOKENS = 400

/** Every sentence of the answer, as at most MAX_CLAIMS claims of at most MAX_CLAIM_TOKENS tokens. */
export function findClaims(answer: PreparedText): { claims: Claim[]; isCut: boolean } {
  let isCut = answer.sentences.length > MAX_CLAIMS
  const claims = answer.sentences.slice(0, MAX_CLAIMS).map((sentence) => {
    const endToken = Math.min(sentence.endToken, sentence.firstToken + MAX_CLAIM_TOKENS)
    if (endToken < sentence.endToken) isCut = true
    const last = answer.raw.slice(answer.tokens[sentence.endToken - 1]!.end, sentence.end)
    return { sentence: { ...sentence, endToken }, isQuestion: last.includes('?') }
  })
  return { claims, isCut }
}
