import { JUDGE_PROTOCOLS } from '@assay/score/judge/sample-questions'

/** Evaluators that a judge can be asked beside, two of them claim by claim; the others need no second opinion. */
export const JUDGED_EVALUATORS: ReadonlySet<string> = new Set([
  'faithfulness',
  'factuality',
  ...Object.keys(JUDGE_PROTOCOLS),
])
