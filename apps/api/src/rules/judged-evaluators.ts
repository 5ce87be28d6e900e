/** Evaluators that a judge can be asked beside; the others need no second opinion. */
export const JUDGED_EVALUATORS: ReadonlySet<string> = new Set([
  'faithfulness',
  'factuality',
  'refusal',
  'injection',
  'relevance',
])
