import { z } from 'zod'
import { notApplicable } from '../evaluate.ts'
import type { EvaluatorDescription, SampleEvaluator } from '../evaluator.ts'

const PARAMETERS = z.strictObject({})

/**
 * An evaluator whose free tier has no answer: a sample that has what it needs is left to the judge of the rule, any other is not
 * applicable for what it lacks.
 */
export function judgeOnly<Name extends string>(
  description: Omit<EvaluatorDescription<Name>, 'scope' | 'languages'>,
): SampleEvaluator<Name, typeof PARAMETERS> {
  return {
    ...description,
    scope: 'sample',
    languages: 'any',
    isJudgeOnly: true,
    parameters: PARAMETERS,
    evaluate: () => notApplicable('judge_only', 'Only a judge answers this question: give the rule a judge.'),
  }
}
