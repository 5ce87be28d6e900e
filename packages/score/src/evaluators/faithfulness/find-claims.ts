import type { PreparedText } from '../../text/prepare-text.ts'
import type { Sentence } from '../../text/split-sentences.ts'
import { claimsNothing } from './claims-nothing.ts'

/** A sentence of the answer that says something; a list's number before it is no part of it. */
export interface Claim {
  sentence: Sentence
}

/** Claims beyond this are not read; a page has some 40 sentences. */
export const MAX_CLAIMS = 200
/** Tokens of one claim beyond this are not read: a sentence of that length is a list or no prose. */
export const MAX_CLAIM_TOKENS = 400
/** Sentences that are looked at for claims. */
const MAX_SENTENCES = 2 * MAX_CLAIMS

/** Every sentence of the answer that claims something, as at most MAX_CLAIMS claims of at most MAX_CLAIM_TOKENS tokens. */
export function findClaims(answer: PreparedText): { claims: Claim[]; isCut: boolean } {
  const { sentences, raw } = answer
  const fences = findFences(raw)
  let fencesBefore = 0
  const claims: Claim[] = []
  let isCut = sentences.length > MAX_SENTENCES
  for (const whole of sentences.slice(0, MAX_SENTENCES)) {
    const sentence = withoutMarker(answer, whole)
    if (
      sentence.firstToken === sentence.endToken ||
      isFenced(sentence.start) ||
      claimsNothing(answer, sentence)
    )
      continue
    if (claims.length === MAX_CLAIMS) {
      isCut = true
      break
    }
    const endToken = Math.min(sentence.endToken, sentence.firstToken + MAX_CLAIM_TOKENS)
    if (endToken < sentence.endToken) isCut = true
    claims.push({ sentence: { ...sentence, endToken } })
  }
  return { claims, isCut }

  /** Whether a place, behind those asked before, lies behind an odd number of fences: the words of code say nothing of its claims. */
  function isFenced(place: number): boolean {
    while (fencesBefore < fences.length && fences[fencesBefore]! <= place) fencesBefore += 1
    return fencesBefore % 2 === 1
  }
}

/** Where lines with three backticks begin. */
function findFences(raw: string): number[] {
  if (!raw.includes('```')) return []
  return [...raw.matchAll(/^[ \t]{0,3}```/gm)].map((match) => match.index)
}

/** The mark of a list's item before its text; longer white space is no mark. */
const BULLET = /^[ \t>]{0,20}[-*+•][ \t]{1,5}/

/** A sentence without the `1.`, `2)` or `-` of a list at its beginning. */
function withoutMarker({ tokens, raw }: PreparedText, sentence: Sentence): Sentence {
  const first = tokens[sentence.firstToken]!
  const isMarker =
    first.form.isNumber &&
    first.end - first.start <= 2 &&
    sentence.firstToken + 1 < tokens.length &&
    (raw[first.end] === '.' || raw[first.end] === ')') &&
    /(?:^|\n)[ \t>]*$/.test(raw.slice(Math.max(0, first.start - 10), first.start))
  if (!isMarker) {
    const bullet = BULLET.exec(raw.slice(sentence.start, first.start))
    return bullet === null ? sentence : { ...sentence, start: sentence.start + bullet[0].length }
  }
  const firstToken = sentence.firstToken + 1
  const start = firstToken < sentence.endToken ? tokens[firstToken]!.start : sentence.end
  return { ...sentence, start, firstToken }
}
