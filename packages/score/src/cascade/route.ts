import type { Evaluation } from '../evaluation.ts'
import type { Judged } from '../judge/judged.ts'

/** When the free tier's word is enough, and the judge's. Learned by chooseAskBelow. */
export interface CascadeThresholds {
  /** The judge is asked below this confidence of the free tier, 0 to 1; 0 asks never, above 1 always. */
  askJudgeBelow: number
  /** A person is asked below this confidence of the judge; a judge without calibration goes by its escalations alone. */
  askPersonBelow: number
}

/** Where a sample goes next, and why. */
export type Route =
  | { to: 'done'; because: 'free_tier_sure' | 'judge_sure' | 'nothing_to_score' }
  | { to: 'judge'; because: 'free_tier_unsure' | 'free_tier_not_calibrated' | 'free_tier_cannot' }
  | { to: 'person'; because: 'judge_unsure' | 'judge_escalates' | 'tiers_disagree' | 'judge_failed' }

/** Missing inputs that a judge would miss too. */
const NOTHING_TO_SCORE: ReadonlySet<string> = new Set([
  'empty_text',
  'nothing_to_check',
  'missing_parameters',
])

/** Decides after the free tier: its evaluation stands, or a judge is asked. */
export function routeFreeTier(evaluation: Evaluation, thresholds: CascadeThresholds): Route {
  if (evaluation.kind === 'not_applicable') {
    const { reason } = evaluation
    const isMissing =
      reason.startsWith('missing_') &&
      reason !== 'missing_repeats' &&
      reason !== 'missing_token_log_probabilities'
    return isMissing || NOTHING_TO_SCORE.has(reason)
      ? { to: 'done', because: 'nothing_to_score' }
      : { to: 'judge', because: 'free_tier_cannot' }
  }
  if (evaluation.confidence === null) return { to: 'judge', because: 'free_tier_not_calibrated' }
  return evaluation.confidence < thresholds.askJudgeBelow
    ? { to: 'judge', because: 'free_tier_unsure' }
    : { to: 'done', because: 'free_tier_sure' }
}

/**
 * Decides after the judge: its verdict stands, or a person looks. A judge that failed leaves the sample to a person only where the
 * free tier was not sure either. `free` is null where the free tier gave no score; `means` says whether two labels mean the same.
 */
export function routeJudged(
  judged: Judged,
  free: Evaluation | null,
  thresholds: CascadeThresholds,
  means: (freeLabel: string, judgeLabel: string) => boolean = (a, b) => a === b,
): Route {
  const { evaluation, escalation } = judged
  if (evaluation.kind === 'failed') return { to: 'person', because: 'judge_failed' }
  if (escalation !== null) return { to: 'person', because: 'judge_escalates' }
  if (evaluation.confidence !== null && evaluation.confidence < thresholds.askPersonBelow)
    return { to: 'person', because: 'judge_unsure' }
  const disagrees = free?.kind === 'scored' && !means(free.label, evaluation.label)
  return disagrees ? { to: 'person', because: 'tiers_disagree' } : { to: 'done', because: 'judge_sure' }
}
