import courtesies from '../../languages/en/courtesies.json' with { type: 'json' }
import { abstains } from '../../text/is-abstention.ts'
import type { PreparedText } from '../../text/prepare-text.ts'
import type { Token } from '../../text/scan-tokens.ts'
import type { Sentence } from '../../text/split-sentences.ts'

/** Content words that may follow an opener of courtesy or a lead-in; with more the sentence may claim something besides. */
const MAX_WORDS_BESIDES = 6

const WORDS = new Set(courtesies.words)
/** The words of each opener by its first one. */
const OPENERS = new Map<string, string[][]>()
for (const opener of courtesies.openers) {
  const words = opener.split(' ')
  OPENERS.set(words[0]!, [...(OPENERS.get(words[0]!) ?? []), words])
}

/**
 * Whether a sentence says nothing that a context could support: a question, a courtesy, an offer, what the writer did to find the answer,
 * a heading, the line before a list or above a table, an admission not to know. One with a number, or a name beyond its first word, claims
 * something all the same, but for a question.
 */
export function claimsNothing(answer: PreparedText, sentence: Sentence): boolean {
  const tokens = answer.tokens.slice(sentence.firstToken, sentence.endToken)
  const said = answer.raw.slice(sentence.start, sentence.end).trim()
  const last = answer.raw.slice(tokens.at(-1)!.end, sentence.end)
  if (said.startsWith('#') || /\|\s*:?--/.test(last)) return true
  if (last.includes('?')) return isCourtesy(tokens) || asksPerson(tokens)
  if (tokens.some(({ form }) => form.isNumber)) return false
  const isLeadIn = /:[*_\s]*$/.test(last)
  if (isLeadIn && countBesides(tokens) <= MAX_WORDS_BESIDES) return true
  if (isCourtesy(tokens)) return true
  return abstains(answer, sentence)
}

/** By what a question says something: `did you know it opened in 1900?`, `it is the longest, right?` */
const TELLING =
  / (?:you know (?!what|how|why|when|where|who|which|if|whether)|know that|right|because|since) /

/** `we` asks no person: `how can we build agents?` begins many a summary. */
const OFFER = /^ (?:shall|should|may|can) i /

/** Whether a question asks the person for something or offers something, and tells nothing by the way. */
function asksPerson(tokens: readonly Token[]): boolean {
  const words = ` ${tokens.map(({ form }) => form.word).join(' ')} `
  const isAsked = tokens.some(({ form }) => form.cues?.has('secondPerson') === true) || OFFER.test(words)
  return isAsked && !TELLING.test(words)
}

function isCourtesy(tokens: readonly Token[]): boolean {
  if (tokens.slice(1).some(({ form }) => form.isCapitalised && form.cues?.has('firstPerson') !== true))
    return false
  const besides = countBesides(tokens)
  if (besides === 0) return tokens.some(({ form }) => WORDS.has(form.word))
  const openers = OPENERS.get(tokens[0]!.form.word) ?? []
  const opener = openers.some((words) => words.every((word, at) => tokens[at]?.form.word === word))
  return opener && besides <= MAX_WORDS_BESIDES
}

/** Words that are neither frequent ones nor words of courtesy. */
const countBesides = (tokens: readonly Token[]) =>
  tokens.reduce((count, { form }) => count + Number(!form.isStop && !WORDS.has(form.word)), 0)
