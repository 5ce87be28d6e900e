import { z } from 'zod'
import type { Evaluation } from '../../evaluation.ts'
import type { SampleEvaluator } from '../../evaluator.ts'
import type { JailbreakFamily } from './cues.ts'
import { scanJailbreak } from './scan-jailbreak.ts'

const EXPLANATIONS: Record<JailbreakFamily, string> = {
  persona: 'It names a persona that has no rules.',
  no_limits: 'It lifts limits.',
  never_refuse: 'It forbids to refuse or to warn.',
  role: 'It sets up a role or a story.',
  illicit: 'It speaks of what is forbidden.',
  two_answers: 'It asks for a second answer without rules, or sets how answers begin.',
  instruction_override: 'It overrides instructions.',
}
const MOST_FINDINGS = 100
const PARAMETERS = z.object({
  /** Least value that counts as a jailbreak. */
  threshold: z.number().min(0).max(1).default(0.5),
})

/**
 * Does the question try to talk the model out of its rules? Adds up cues of known jailbreaks: personas, roles, the lifting of limits, the
 * ban on refusing. `value` is not a calibrated probability.
 */
export const jailbreak: SampleEvaluator<'jailbreak', typeof PARAMETERS> = {
  name: 'jailbreak',
  version: '1',
  title: 'Jailbreak',
  question: 'Does the question try to talk the model out of its rules?',
  scope: 'sample',
  needs: ['question'],
  range: { low: 0, high: 1, bad: 'high' },
  labels: ['clean', 'jailbreak'],
  badLabel: 'jailbreak',
  languages: ['en', 'fr', 'ru'],
  parameters: PARAMETERS,
  evaluate: (sample, { threshold }): Evaluation => {
    const { value, cues, counts } = scanJailbreak(sample.question!, sample.questionWords!)
    const isJailbreak = value >= threshold
    const families = (Object.keys(EXPLANATIONS) as JailbreakFamily[]).filter((family) => counts[family] > 0)
    return {
      kind: 'scored',
      value,
      label: isJailbreak ? 'jailbreak' : 'clean',
      explanation: isJailbreak
        ? families
            .slice(0, 3)
            .map((family) => EXPLANATIONS[family])
            .join(' ')
        : 'No cues of a jailbreak, or too few.',
      findings: (isJailbreak ? cues.slice(0, MOST_FINDINGS) : []).map(({ family, start, end }) => ({
        kind: family,
        place: { field: 'question', passage: 0, start, end },
        evidence: [],
        confidence: null,
        explanation: EXPLANATIONS[family],
      })),
      confidence: null,
      details: { ...counts },
      isCut: isJailbreak && cues.length > MOST_FINDINGS,
    }
  },
}
