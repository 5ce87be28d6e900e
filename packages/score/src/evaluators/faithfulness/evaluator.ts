import { z } from 'zod'
import { notApplicable } from '../../evaluate.ts'
import type { Finding } from '../../evaluation.ts'
import type { SampleEvaluator } from '../../evaluator.ts'
import { logistic } from '../../logistic.ts'
import { isAbstention } from '../../text/is-abstention.ts'
import { chooseTask } from './choose-task.ts'
import { explainClaim } from './explain-claim.ts'
import { featuresOf } from './features.ts'
import { findClaims } from './find-claims.ts'
import { givenWords } from './given-words.ts'
import { indexContext } from './index-context.ts'
import { type MeasuredClaim, measureClaim } from './measure-claim.ts'
import { windowReader } from './read-window.ts'
import { isTooThin } from './is-too-thin.ts'
import { TASKS } from './model.ts'
import { type ClaimScores, scoreClaims } from './score-claims.ts'

/** Models are trained with both classes weighing the same, so even odds part them. */
const THRESHOLD = 0.5
/** Enough for a person to see where to look. */
const MAX_FINDINGS = 20

const PARAMETERS = z.object({
  /** What kind of text is scored; `auto` takes it from the sample's shape. */
  task: z.enum(['auto', ...TASKS]).default('auto'),
})

/** Does the context support the answer? Compares words, numbers, names and negations of each sentence with the passages. */
export const faithfulness: SampleEvaluator<'faithfulness', typeof PARAMETERS> = {
  name: 'faithfulness',
  version: '2',
  title: 'Faithfulness',
  question: 'Does the context support everything that the answer says?',
  scope: 'sample',
  needs: ['answer', 'context'],
  range: { low: 0, high: 1, bad: 'high' },
  labels: ['supported', 'unsupported', 'abstained'],
  badLabel: 'unsupported',
  languages: ['en'],
  parameters: PARAMETERS,
  evaluate(sample, parameters) {
    const answer = sample.answerText!
    if (isAbstention(answer)) {
      return {
        kind: 'scored',
        value: THRESHOLD,
        label: 'abstained',
        explanation: 'The answer says that it does not know, so there is nothing to support.',
        findings: [],
        confidence: null,
        details: {},
        isCut: false,
      }
    }
    const { claims, isCut } = findClaims(answer)
    if (claims.length === 0)
      return notApplicable(
        'nothing_to_check',
        'The answer claims nothing: it has no words, or courtesies and questions alone.',
      )
    const task = parameters.task === 'auto' ? chooseTask(sample) : parameters.task
    const index = indexContext(sample.contextTexts, givenWords(sample))
    const readWindow = windowReader(index)
    const measured = claims.map((claim) => measureClaim(index, readWindow, answer, claim))
    const counts = measured.map((claim) => claim.counts)
    const scores = scoreClaims(task, counts)
    const value = logistic(scores.answer)
    const isUnsupported = value >= THRESHOLD
    if (isUnsupported && isTooThin(index, counts))
      return notApplicable(
        'context_too_thin',
        'The context holds a few words only, too few to tell whether they support so long an answer.',
      )
    const findings = isUnsupported ? findDoubts(measured, scores) : []
    return {
      kind: 'scored',
      value,
      label: isUnsupported ? 'unsupported' : 'supported',
      explanation: isUnsupported
        ? `Scored as ${task}. ${findings[0]!.explanation}`
        : `Scored as ${task}. The context has the words, numbers and names of the answer where they belong.`,
      findings,
      confidence: Math.max(value, 1 - value),
      details: { claims: claims.length, ...featuresOf(counts) },
      isCut: isCut || index.isCut,
    }

    /** The claims that stand out as unsupported, worst first; the worst one where none does. */
    function findDoubts(all: readonly MeasuredClaim[], { claims: each, bar }: ClaimScores): Finding[] {
      return all
        .map((claim, at) => ({ claim, logOdds: each[at]! }))
        .sort((one, other) => other.logOdds - one.logOdds)
        .filter(({ logOdds }, place) => place === 0 || logOdds >= bar)
        .slice(0, MAX_FINDINGS)
        .map(({ claim, logOdds }) => explainClaim(claim, answer, index, logistic(logOdds)))
    }
  },
}
