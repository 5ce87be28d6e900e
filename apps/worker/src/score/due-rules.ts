import type { ScoringTarget } from '@assay/contract/scoring-target'
import { uniformNumber } from '@assay/sample/uniform-number'
import type { ActiveRule } from '@assay/store/postgres/rule/list-active'

/** What a target is drawn by: all spans of a trace are drawn together. */
export const drawnBy = (target: ScoringTarget): string =>
  target.target === 'session' ? target.sessionId : target.traceId

/** Rules for this kind of target that draw it. All rules of a project draw by one seed, so a higher rate takes what a lower one does. */
export function rulesThatDraw(
  rules: readonly ActiveRule[],
  target: ScoringTarget['target'],
  projectId: string,
  drawnId: string,
): ActiveRule[] {
  const place = uniformNumber(drawnId, projectId)
  return rules.filter((rule) => rule.target === target && place < rule.sampling.rate)
}

/**
 * Rules as they draw while only a share is scored: each at its rate times the share. What they draw is a part of what they draw else,
 * and the rate is still the probability that it was drawn.
 */
export function rulesAtShare(rules: readonly ActiveRule[], share: number): readonly ActiveRule[] {
  if (share === 1) return rules
  return rules.map((rule) => ({ ...rule, sampling: { ...rule.sampling, rate: rule.sampling.rate * share } }))
}
