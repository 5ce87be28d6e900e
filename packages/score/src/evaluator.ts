import type { z } from 'zod'
import type { Evaluation } from './evaluation.ts'
import type { LanguageCode } from './languages/language.ts'
import type { PreparedSample } from './text/prepare-sample.ts'

/** Parts of a sample that an evaluator cannot do without. */
export type Need =
  | 'answer'
  | 'question'
  | 'context'
  | 'reference'
  | 'history'
  | 'tools'
  | 'relevantIds'
  | 'repeats'
  | 'tokenLogProbabilities'
  | 'toolCalls'

/** What everybody may know of an evaluator before it runs. */
export interface EvaluatorDescription<Name extends string = string> {
  name: Name
  /** Goes up with every change that can change a score; scores of two versions are never mixed. */
  version: string
  title: string
  /** The question that it answers, as a sentence. */
  question: string
  /** `sample`: one sample at a time; `window`: many rows against others. */
  scope: 'sample' | 'window'
  needs: readonly Need[]
  /** Of `value`; `bad` says which end is the bad one, null where neither is. */
  range: { low: number; high: number; bad: 'low' | 'high' | null }
  labels: readonly string[]
  /** The label of what is bad, whose rate tells most; absent where no single one is. */
  badLabel?: string
  /** Languages that it was measured on; `any` where language does not matter. */
  languages: readonly LanguageCode[] | 'any'
}

/** An evaluator of single samples: pure, so the same sample gives the same evaluation. */
export interface SampleEvaluator<
  Name extends string = string,
  Parameters extends z.ZodType = z.ZodType,
> extends EvaluatorDescription<Name> {
  scope: 'sample'
  /** True where the free tier has no answer, and says so with `judge_only`: rules need a judge to run it. */
  isJudgeOnly?: true
  /** Schema of its parameters; every one has a default unless it must be chosen (`missing_parameters`). */
  parameters: Parameters
  /** `sample` holds everything that `needs` names. Cost is linear in the length of the texts. */
  evaluate(sample: PreparedSample, parameters: z.output<Parameters>): Evaluation
}
