import type { SampleEvaluator } from '@assay/score/evaluator'
import { AGAINST_CONTEXT, AGAINST_KNOWLEDGE } from '@assay/score/judge/items/claim-protocols'
import { JUDGE_PROTOCOLS, type JudgeProtocol } from '@assay/score/judge/sample-questions'

/** How judges are asked about whole samples, by evaluator. */
export const SAMPLE_PROTOCOLS: ReadonlyMap<string, JudgeProtocol> = new Map(Object.entries(JUDGE_PROTOCOLS))

/** How judges are asked claim by claim, by evaluator. */
export const CLAIM_PROTOCOLS = new Map([
  ['faithfulness', AGAINST_CONTEXT],
  ['factuality', AGAINST_KNOWLEDGE],
])

/** Whether a judge can be asked beside an evaluator, or in its place. */
export const isJudged = ({ name, isJudgeOnly }: SampleEvaluator): boolean =>
  isJudgeOnly === true || SAMPLE_PROTOCOLS.has(name) || CLAIM_PROTOCOLS.has(name)
