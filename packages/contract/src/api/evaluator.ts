import { z } from 'zod'

/** What anybody may know of an evaluator before it runs. */
export const Evaluator = z.object({
  name: z.string(),
  /** Goes up with every change that can change a score. */
  version: z.string(),
  title: z.string(),
  /** The question that it answers, as a sentence. */
  question: z.string(),
  /** Parts of a sample that it cannot do without, such as `answer` and `context`. */
  needs: z.array(z.string()),
  range: z.object({ low: z.number(), high: z.number(), bad: z.enum(['low', 'high']).nullable() }),
  labels: z.array(z.string()),
  /** The label of what is bad; null where no single one is. */
  badLabel: z.string().nullable(),
  /** Languages that it was measured on; null where language does not matter. */
  languages: z.array(z.string()).nullable(),
  /** True where a judge can be asked beside it, or in its place. */
  isJudged: z.boolean(),
  /** True where only a judge answers: a rule needs one to run it. */
  isJudgeOnly: z.boolean(),
  /** True where people of the project wrote it. */
  isCustom: z.boolean(),
  /** JSON Schema of its parameters. */
  parameters: z.record(z.string(), z.unknown()),
})
export type Evaluator = z.infer<typeof Evaluator>

export const EvaluatorList = z.object({
  /** Those that people wrote, then the others in the order of the registry. */ evaluators:
    z.array(Evaluator),
})
export type EvaluatorList = z.infer<typeof EvaluatorList>
