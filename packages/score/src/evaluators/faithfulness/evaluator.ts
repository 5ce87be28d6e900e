import { z } from 'zod'
import { notApplicable } from '../../evaluate.ts'
import type { Finding } from '../../evaluation.ts'
import type { SampleEvaluator } from '../../evaluator.ts'
import { isAbstention } from '../../text/is-abstention.ts'
import { chooseTask } from './choose-task.ts'
import { explainClaim } from './explain-claim.ts'
import { featuresOf } from './features.ts'
import { findClaims } from './find-claims.ts'
import { indexContext } from './index-context.ts'
import { type MeasuredClaim, measureClaim } from './measure-claim.ts'
import { windowReader } from './read-window.ts'
import { TASKS, unsupportedProbability } from './model.ts'

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
  version: '1',
  title: 'Faithfulness',
  question: 'Does the context support everything that the answer says?',
  scope: 'sample',
  needs: ['answer', 'context'],
  range: { low: 0, high: 1, bad: 'high' },
  labels: ['supported', 'unsupported', 'abstained'],
  languages: ['en'],
  parameters: PARAMETERS,
  evaluate(sample, parameters) {
    const answer = sample.answerText!
    const { claims, isCut } = findClaims(answer)
    if (claims.length === 0) return notApplicable('nothing_to_check', 'The answer has no words.')
    if (isAbstention(answer)) {
      return {
        kind: 'scored',
        value: THRESHOLD,
        label: 'abstained',
        explanation: 'The answer says that it does not know, so there is nothing to support.',
        findings: [],
        confidence: null,
        details: {},
        isCut,
      }
    }
    const task = parameters.task === 'auto' ? chooseTask(sample) : parameters.task
    const index = indexContext(sample.contextTexts)
    const readWindow = windowReader(index)
    const measured = claims.map((claim) => measureClaim(index, readWindow, answer, claim))
    const features = featuresOf(measured.map(({ counts }) => counts))
    const value = unsupportedProbability(task, features)
    const isUnsupported = value >= THRESHOLD
    const findings = isUnsupported ? findDoubts(measured) : []
    return {
      kind: 'scored',
      value,
      label: isUnsupported ? 'unsupported' : 'supported',
      explanation: isUnsupported
        ? `Scored as ${task}. ${findings[0]!.explanation}`
        : `Scored as ${task}. The context has the words, numbers and names of the answer where they belong.`,
      findings,
      confidence: Math.max(value, 1 - value),
      details: { claims: claims.length, ...features },
      isCut: isCut || index.isCut,
    }

    /** The claims that are unsupported alone, worst first; the worst one where each alone would pass. */
    function findDoubts(all: readonly MeasuredClaim[]): Finding[] {
      return all
        .map((claim) => ({ claim, probability: unsupportedProbability(task, featuresOf([claim.counts])) }))
        .sort((one, other) => other.probability - one.probability)
        .filter(({ probability }, place) => place === 0 || probability >= THRESHOLD)
        .slice(0, MAX_FINDINGS)
        .map(({ claim, probability }) => explainClaim(claim, answer, index, probability))
    }
  },
}
