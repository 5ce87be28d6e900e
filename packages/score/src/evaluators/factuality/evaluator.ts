import { z } from 'zod'
import { notApplicable } from '../../evaluate.ts'
import type { Finding } from '../../evaluation.ts'
import type { SampleEvaluator } from '../../evaluator.ts'
import { scored } from '../../scored.ts'
import { isAbstention } from '../../text/is-abstention.ts'
import { disagreement, readRepeats } from './repeat-disagreement.ts'
import { type Claim, MAX_CLAIMS, splitClaims } from './split-claims.ts'
import { tokenSurprise } from './token-surprise.ts'

/** What a hedge takes from the certainty of a claim that nothing else speaks against. */
const HEDGE = 0.2
const MAX_FINDINGS = 20

const PARAMETERS = z.object({
  /** From which doubt on an answer is called inconsistent. */
  threshold: z.number().min(0).max(1).default(0.5),
})

/** Is the model sure of what it says, without a context to compare with? From repeated answers and the model's own probabilities. */
export const factuality: SampleEvaluator<'factuality', typeof PARAMETERS> = {
  name: 'factuality',
  version: '1',
  title: 'Factuality',
  question: 'Does the model know what the answer says, or does it make it up?',
  scope: 'sample',
  needs: ['answer'],
  range: { low: 0, high: 1, bad: 'high' },
  labels: ['consistent', 'inconsistent', 'abstained'],
  badLabel: 'inconsistent',
  languages: ['en', 'fr', 'ru'],
  parameters: PARAMETERS,
  evaluate(sample, { threshold }) {
    const answer = sample.answerText!
    const repeats = sample.repeats?.filter((text) => text.trim() !== '') ?? []
    const tokens = sample.tokenLogProbabilities ?? []
    if (repeats.length === 0 && tokens.length === 0) {
      return notApplicable(
        'missing_repeats',
        'Send other answers to the same question or log-probabilities of the tokens, or let a judge decide.',
      )
    }
    const isCut = answer.sentences.length > MAX_CLAIMS || sample.cut.has('repeats')
    if (isAbstention(answer)) {
      const explanation = 'The answer says that it does not know, so there is nothing to be wrong.'
      return scored({ value: 0.5, label: 'abstained', explanation, isCut })
    }
    const claims = splitClaims(answer, sample.questionText)
    if (claims.length === 0) return notApplicable('nothing_to_check', 'The answer has no words of its own.')
    const read = readRepeats(repeats, answer.language)
    const doubts = claims.map((claim) => doubtOf(claim))
    const worst = doubts.reduce((one, other) => (other.doubt > one.doubt ? other : one))
    // One made-up claim spoils an answer, but many half-sure ones do too.
    const value = (worst.doubt + doubts.reduce((sum, { doubt }) => sum + doubt, 0) / doubts.length) / 2
    const isDoubtful = value >= threshold
    return scored({
      value,
      label: isDoubtful ? 'inconsistent' : 'consistent',
      explanation: isDoubtful
        ? worst.finding.explanation
        : 'The model says the same again and is sure of its words.',
      findings: doubts
        .filter((item) => isDoubtful && (item === worst || item.doubt >= threshold))
        .slice(0, MAX_FINDINGS)
        .map(({ finding }) => finding),
      details: {
        claims: claims.length,
        repeats: repeats.length,
        hedgedClaims: claims.filter(({ isHedged }) => isHedged).length,
        worstDoubt: worst.doubt,
      },
      isCut,
    })

    function doubtOf(claim: Claim): { doubt: number; finding: Finding } {
      const apart = repeats.length === 0 ? null : disagreement(claim, read)
      const surprise = tokenSurprise(claim, tokens)
      const known = [apart, surprise].filter((part) => part !== null)
      const mean = known.length === 0 ? 0 : known.reduce((sum, part) => sum + part, 0) / known.length
      const doubt = claim.isHedged ? 1 - (1 - mean) * (1 - HEDGE) : mean
      const reasons = [
        ...(apart !== null && apart > 0
          ? [`${percent(1 - apart)} of it stands in a repeat, on average`]
          : []),
        ...(surprise !== null ? [`the model gave its words a probability of ${percent(1 - surprise)}`] : []),
        ...(claim.isHedged ? ['it is hedged'] : []),
      ].join('; ')
      return {
        doubt,
        finding: {
          kind: 'doubtful_claim',
          place: { field: 'answer', passage: 0, start: claim.start, end: claim.end },
          evidence: [],
          confidence: null,
          explanation: `${reasons[0]?.toUpperCase() ?? ''}${reasons.slice(1)}.`,
        },
      }
    }
  },
}

const percent = (share: number) => `${Math.round(100 * share)} %`
