import type { CustomDefinition } from '@assay/contract/api/custom-evaluator'
import { JUDGE_PROTOCOLS } from '@assay/score/judge/sample-questions'

const JUDGED: ReadonlySet<string> = new Set(['faithfulness', 'factuality', ...Object.keys(JUDGE_PROTOCOLS)])

/**
 * Whether a judge can be asked beside an evaluator, or in its place; the others need no second opinion.
 *
 * @param own What people of the project wrote.
 */
export const isJudged = (name: string, own: readonly CustomDefinition[]): boolean =>
  JUDGED.has(name) || own.some((one) => one.name === name)
