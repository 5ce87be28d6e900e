import type { Finding, TextPlace } from '../../evaluation.ts'
import type { PreparedText } from '../../text/prepare-text.ts'
import type { ContextIndex } from './index-context.ts'
import type { Suspect } from './count-contradictions.ts'
import type { MeasuredClaim } from './measure-claim.ts'

const REASONS: Record<Suspect['why'], (words: string) => string> = {
  number: (words) => `the context has no number ${words}`,
  name: (words) => `the context does not name ${words}`,
  contrary: (words) => `the best evidence says the contrary of ${words}`,
  word: (words) => `the context says nothing of ${words}`,
}
const MAX_WORDS = 4

/** What stands against one claim, where, and the best evidence for people to compare it with. */
export function explainClaim(
  { claim, evidence, suspects }: MeasuredClaim,
  answer: PreparedText,
  index: ContextIndex,
  probability: number,
): Finding {
  const { firstToken, start } = claim.sentence
  const end = start + answer.raw.slice(start, claim.sentence.end).trimEnd().length
  const reasons = (Object.keys(REASONS) as Suspect['why'][]).flatMap((why) => {
    const words = suspects
      .filter((suspect) => suspect.why === why)
      .slice(0, MAX_WORDS)
      .map(({ token }) => answer.tokens[firstToken + token]!)
      .map((token) => `"${answer.raw.slice(token.start, token.end)}"`)
    return words.length === 0 ? [] : [REASONS[why](words.join(', '))]
  })
  const because = reasons.length === 0 ? 'no passage says it in these words' : reasons.join('; ')
  return {
    kind: 'unsupported_claim',
    place: { field: 'answer', passage: 0, start, end },
    evidence: evidence.endSentence === 0 ? [] : [evidencePlace(index, evidence)],
    confidence: probability,
    explanation: `${because[0]!.toUpperCase()}${because.slice(1)}.`,
  }
}

function evidencePlace(index: ContextIndex, evidence: MeasuredClaim['evidence']): TextPlace {
  const first = index.sentences[evidence.firstSentence]!
  const last = index.sentences[evidence.endSentence - 1]!
  return { field: 'context', passage: first.passage, start: first.start, end: last.end }
}
