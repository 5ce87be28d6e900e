import type { ReviewReason } from '@assay/contract/score-row'
import type { Evaluation } from '../evaluation.ts'
import type { Judged } from '../judge/judged.ts'

/** When the free tier's word is enough, and the judge's. Learned by chooseAskBelow. */
export interface CascadeThresholds {
  /** The judge is asked below this confidence of the free tier, 0 to 1; 0 asks never, 1 always. */
  askJudgeBelow: number
  /** A person is asked below this confidence of the judge; without calibration, below this probability that it gave its label. */
  askPersonBelow: number
}

/** Where a sample goes next, and why. */
export type Route =
  | { to: 'done'; because: 'free_tier_sure' | 'judge_sure' | 'nothing_to_score' }
  | { to: 'judge'; because: 'free_tier_unsure' | 'free_tier_not_calibrated' | 'free_tier_cannot' }
  | { to: 'person'; because: ReviewReason }

/** Missing inputs that a judge would miss too. */
const NOTHING_TO_SCORE: ReadonlySet<string> = new Set([
  'empty_text',
  'nothing_to_check',
  'missing_parameters',
])

/** Decides after the free tier: its evaluation stands, or a judge is asked. */
export function routeFreeTier(
  evaluation: Evaluation,
  { askJudgeBelow }: Pick<CascadeThresholds, 'askJudgeBelow'>,
): Route {
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
  return evaluation.confidence < askJudgeBelow || askJudgeBelow >= 1
    ? { to: 'judge', because: 'free_tier_unsure' }
    : { to: 'done', because: 'free_tier_sure' }
}

/**
 * Decides after the judge: its verdict stands, or a person looks. What a judge failed at is always left to a person, since its free tier
 * was not sure, or is to be checked.
 *
 * @param freeLabel What the free tier said, in the judge's words; null where it gave no score.
 */
export function routeJudged(
  { evaluation, escalation, probabilities }: Pick<Judged, 'evaluation' | 'escalation' | 'probabilities'>,
  freeLabel: string | null,
  { askPersonBelow }: Pick<CascadeThresholds, 'askPersonBelow'>,
): Route {
  if (evaluation.kind === 'failed') return { to: 'person', because: 'judge_failed' }
  if (escalation !== null) return { to: 'person', because: 'judge_escalates' }
  const sure = evaluation.confidence ?? probabilities?.[evaluation.label] ?? null
  if (sure !== null && sure < askPersonBelow) return { to: 'person', because: 'judge_unsure' }
  return freeLabel !== null && freeLabel !== evaluation.label
    ? { to: 'person', because: 'tiers_disagree' }
    : { to: 'done', because: 'judge_sure' }
}
