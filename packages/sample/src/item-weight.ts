/**
 * How little is known of an item, 0 to 1, by the probability that its label is right: nothing at ½, all at 0 and 1. An evaluator that
 * does not say it (null) leaves everything open.
 */
export function uncertaintyOf(confidence: number | null): number {
  if (confidence === null || Number.isNaN(confidence)) return 1
  const known = Math.min(1, Math.max(0, confidence))
  return 4 * known * (1 - known)
}

/** What makes an item worth looking at: `impact` is what a wrong answer costs, in any unit from 0. */
export interface Worth {
  confidence: number | null
  impact: number
}

/** Uncertainty times impact; 0 for an impact that is no number from 0. */
export function itemWeight({ confidence, impact }: Worth): number {
  return impact > 0 && impact < Infinity ? uncertaintyOf(confidence) * impact : 0
}
