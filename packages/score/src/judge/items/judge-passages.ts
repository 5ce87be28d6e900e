import { averagePrecision } from '@assay/stats/ranking/average-precision'
import { missingNeed } from '../../evaluate.ts'
import type { NotApplicable } from '../../evaluation.ts'
import type { EvaluatorDescription } from '../../evaluator.ts'
import type { Sample } from '../../sample.ts'
import type { Judge } from '../judge.ts'
import type { Judged } from '../judged.ts'
import { sampleSections } from '../prompt/sample-sections.ts'
import { recordOf } from '../record.ts'
import { judgeItems, type ItemVerdict } from './judge-items.ts'

export interface PassagesQuestion {
  evaluator: Pick<EvaluatorDescription, 'needs' | 'range'>
  rubric: string
}

/** Most passages that are judged, from the first on. */
const MOST_PASSAGES = 40

/**
 * Asks of each passage whether it is useful for the question, and scores the average precision of their order, so that useful passages in
 * front count more; 0 where none is useful. A useful one needs a quote from itself; without, it counts as not useful and a person looks. Passages without a verdict count as not useful
 * and send the sample to a person. Never rejects for what a provider does.
 */
export async function judgePassages(
  { evaluator, rubric }: PassagesQuestion,
  sample: Sample,
  judge: Judge,
  signal: AbortSignal,
): Promise<(Judged & { verdicts: ItemVerdict[] }) | NotApplicable> {
  const missing = missingNeed({ needs: [...evaluator.needs, 'question', 'context'] }, sample)
  if (missing !== null) return missing
  const passages = sampleSections(sample, ['context']).slice(0, MOST_PASSAGES)
  const checked = await judgeItems(
    {
      rubric,
      noun: 'passage',
      question:
        'Is this passage useful to answer the question? "useful" where it holds at least a part of the answer.',
      labels: ['useful', 'not_useful'],
      quoted: ['useful'],
      quotesFrom: 'item',
      unquotedLabel: 'not_useful',
      data: sampleSections(sample, ['question']),
      items: passages,
    },
    judge,
    signal,
  )
  const { verdicts, failure, exchanges } = checked
  const record = recordOf(judge.model, rubric, exchanges)
  const known = verdicts.filter((verdict) => verdict !== null).length
  if (known === 0) {
    const {
      reason = 'unparseable',
      explanation = 'The judge gave no verdict on any passage.',
      retryAfterMs = null,
    } = failure ?? {}
    const evaluation = { kind: 'failed' as const, reason, explanation, retryAfterMs }
    return { kind: 'judged', evaluation, probabilities: null, escalation: 'failed', record, verdicts }
  }
  const isDowngraded = verdicts.some((verdict) => verdict?.isDowngraded === true)
  const isSplit = verdicts.some((verdict) => verdict?.isSplit === true)
  const ranking = passages.map((_, i) => String(i))
  const useful = verdicts.map((verdict) => (verdict?.verdict === 'useful' ? 1 : 0))
  const precision = averagePrecision(ranking, new Map(ranking.map((id, i) => [id, useful[i]!]))) ?? 0
  const count = useful.reduce((sum: number, one) => sum + one, 0)
  const { low, high, bad } = evaluator.range
  return {
    kind: 'judged',
    evaluation: {
      kind: 'scored',
      value: low + (high - low) * (bad === 'high' ? 1 - precision : precision),
      label: count > 0 ? 'useful' : 'not_useful',
      explanation: `${count} of ${known} passages are useful.`,
      findings: [],
      confidence: null,
      details: { useful: count, passages: passages.length, without_verdict: passages.length - known },
      isCut: checked.isCut || passages.length < (sample.context ?? []).length,
    },
    probabilities: null,
    escalation:
      known < passages.length ? 'failed' : isDowngraded ? 'quote_not_found' : isSplit ? 'split' : null,
    record,
    verdicts,
  }
}
