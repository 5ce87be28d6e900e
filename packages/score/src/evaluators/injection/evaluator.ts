import { z } from 'zod'
import { notApplicable } from '../../evaluate.ts'
import type { Evaluation, Finding, TextPlace } from '../../evaluation.ts'
import type { SampleEvaluator } from '../../evaluator.ts'
import { type InjectionScan, scanInjection } from './scan-injection.ts'
import { type Signal, SIGNALS } from './signal.ts'

const MOST_FINDINGS = 100
const MOST_QUOTED = 200
const THRESHOLD = 0.5
const PARAMETERS = z.object({
  /** Least value that counts as an injection. */
  threshold: z.number().min(0).max(1).default(THRESHOLD),
})

interface Part {
  field: 'question' | 'context'
  passage: number
  scan: InjectionScan
}

/**
 * Does the question, or a passage of the context, try to take over the model? Phrases, hidden and encoded text, imitated marks of messages.
 * `value` is that of the worst text; `confidence` is not calibrated.
 */
export const injection: SampleEvaluator<'injection', typeof PARAMETERS> = {
  name: 'injection',
  version: '1',
  title: 'Prompt injection',
  question: 'Does the question or a passage try to take over the model?',
  scope: 'sample',
  needs: [],
  range: { low: 0, high: 1, bad: 'high' },
  labels: ['clean', 'injection'],
  badLabel: 'injection',
  languages: 'any',
  parameters: PARAMETERS,
  evaluate: (sample, { threshold }): Evaluation => {
    const parts: Part[] = [
      ...(sample.question === null
        ? []
        : [
            {
              field: 'question' as const,
              passage: 0,
              scan: scanInjection(sample.question, false, sample.questionWords!),
            },
          ]),
      ...(sample.context ?? []).map(({ text }, passage) => ({
        field: 'context' as const,
        passage,
        scan: scanInjection(text, true, sample.contextWords[passage]),
      })),
    ]
    if (parts.length === 0)
      return notApplicable('missing_question', 'Send the question or the passages of the context.')
    const worst = parts.reduce((most, part) => (part.scan.value > most.scan.value ? part : most))
    const isInjection = worst.scan.value >= threshold
    const findings = isInjection ? parts.flatMap(findingsOf) : []
    return {
      kind: 'scored',
      value: worst.scan.value,
      label: isInjection ? 'injection' : 'clean',
      explanation: isInjection
        ? `${worst.field === 'context' ? 'A passage of the context' : 'The question'}: ${explain(worst.scan.signals)}`
        : 'No signs, or too few, of an attempt to take over the model.',
      findings: findings.slice(0, MOST_FINDINGS),
      confidence: null,
      details: countKinds(parts),
      isCut: sample.cut.has('question') || sample.cut.has('context') || findings.length > MOST_FINDINGS,
    }
  },
}

const explain = (signals: readonly Signal[]) =>
  [...new Set(signals.map(({ kind }) => SIGNALS[kind].explanation))].slice(0, 3).join(' ')

function findingsOf({ field, passage, scan }: Part): Finding[] {
  return scan.signals.map(({ kind, start, end, decoded }) => {
    const place: TextPlace = { field, passage, start, end }
    const { weight, explanation } = SIGNALS[kind]
    const quoted = decoded === null ? '' : ` Decoded: ${decoded.slice(0, MOST_QUOTED)}`
    return { kind, place, evidence: [], confidence: weight, explanation: explanation + quoted }
  })
}

function countKinds(parts: readonly Part[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { scan } of parts) for (const { kind } of scan.signals) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}
