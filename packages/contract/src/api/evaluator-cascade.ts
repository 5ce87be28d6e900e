import { z } from 'zod'
import { Measured } from './evaluator-report.ts'

/** What labels of people say of free tier and judge together. */
export const SuggestedCascade = z.object({
  /** For `askJudgeBelow` of a rule: the lowest that keeps 99 % of the judge's accuracy. */
  askJudgeBelow: z.number(),
  /** Share of samples below it, which go to the judge besides the uniform share of the others. */
  calls: Measured,
  /** Share of verdicts that people agree with: of the cascade, of the judge asked about everything, of the free tier alone. */
  cascade: Measured,
  judge: Measured,
  free: Measured,
})
export type SuggestedCascade = z.infer<typeof SuggestedCascade>

/** Labelled targets that the free tier and one judge's model both scored. */
export const JudgedCascade = z.object({
  judgeModel: z.string(),
  /** Targets with a label, a score of the free tier with a confidence, and a verdict, in words that can be compared. */
  n: z.number(),
  /** Targets left out since their free tier has no confidence: those go to the judge at any threshold. */
  withoutConfidence: z.number(),
  /** The accuracy of the cascade is cross-validated by trace; all is weighed by 1 / inclusion probability; null with too few labels. */
  suggestion: SuggestedCascade.nullable(),
  /** About how many more are needed; 0 with a suggestion. */
  missing: z.number(),
})
export type JudgedCascade = z.infer<typeof JudgedCascade>

/** When should the judge be asked beside an evaluator? From labels of people of the last 90 days, the newest 2,000. */
export const EvaluatorCascade = z.object({
  /** The versions that are looked at, those of now; null where no judge can be asked. */
  version: z.string(),
  judgeVersion: z.string().nullable(),
  /** Targets that people labelled under the evaluator's name. */
  labels: z.number(),
  /** Below so many nothing is suggested: the intervals would be wider than what lies between free tier and judge. */
  leastLabels: z.number(),
  /** By the model that answered, most labels first; at most 5. */
  judges: z.array(JudgedCascade),
})
export type EvaluatorCascade = z.infer<typeof EvaluatorCascade>
