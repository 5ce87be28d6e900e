import { z } from 'zod'
import { RULE_TARGETS, RuleFilter } from './rule.ts'
import { Id, Name, plainText } from './text.ts'

/** Parts of a sample that a judge can be shown. */
export const JUDGE_PARTS = ['question', 'answer', 'context', 'history', 'tools', 'toolCalls'] as const
export type JudgePart = (typeof JUDGE_PARTS)[number]

/** A sample without one of these that is shown is left out; the others are shown where there are any. */
export const NEEDED_PARTS = ['question', 'answer', 'context'] as const satisfies readonly JudgePart[]

export const MOST_STEPS = 8
export const MOST_GRADES = 4

/** Names a score, in lists and addresses. */
const EvaluatorName = z
  .string()
  .max(60)
  .regex(
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    'write small letters, digits and single hyphens, such as tone-of-voice',
  )

/** A text of many lines that every store can hold: no control characters but line feeds and tabs, no half of a character. */
const Rubric = z
  .string()
  .trim()
  .min(1)
  .max(8_000)
  .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u, 'a control character or half of a character is in the text')

const Sentence = z.string().trim().pipe(plainText(300))

const isUnlike = (values: readonly string[]) => new Set(values).size === values.length

const Parts = z.array(z.enum(JUDGE_PARTS)).max(JUDGE_PARTS.length).refine(isUnlike, 'a part stands twice')

const Grade = z.strictObject({
  /** What a score of this grade says, such as `off_topic`. */
  label: z
    .string()
    .max(40)
    .regex(/^[a-z][a-z0-9_]*$/, 'write small letters, digits and _, such as off_topic'),
  /** What a text of that grade is like. */
  meaning: Sentence,
})

const DEFINITION = {
  title: Name,
  /** What the judge answers, as a sentence. */
  question: Sentence,
  /** The text that judges and annotators label by, as Markdown. */
  rubric: Rubric,
  /** What the judge looks at one after the other before its verdict, in the imperative. */
  steps: z.array(Sentence).min(1).max(MOST_STEPS),
  /** Worst first; their values are spread evenly from 0 to 1. */
  grades: z
    .array(Grade)
    .min(2)
    .max(MOST_GRADES)
    .refine((grades) => isUnlike(grades.map(({ label }) => label)), 'two grades have one label'),
  /** What the judge sees, in this order. */
  shows: Parts.refine(
    (parts) => parts.some((part) => (NEEDED_PARTS as readonly string[]).includes(part)),
    'show the question, the answer or the context',
  ),
  /** Where a quote must stand that every grade but the best needs; none for what cannot be quoted, such as what is missing. */
  quotesFrom: Parts,
} as const

const QUOTES = {
  error: 'a judge can quote only what it is shown',
  path: ['quotesFrom'],
}
const quotesWhatItSees = ({
  shows,
  quotesFrom,
}: {
  shows: readonly string[]
  quotesFrom: readonly string[]
}) => quotesFrom.every((part) => shows.includes(part))

/** What people decide about an evaluator that only a judge answers; all of it belongs to one version. */
export const CustomEvaluatorDraft = z
  .strictObject({ /** Stays: scores are kept by it. */ name: EvaluatorName, ...DEFINITION })
  .refine(quotesWhatItSees, QUOTES)
export type CustomEvaluatorDraft = z.infer<typeof CustomEvaluatorDraft>

/** What one version asks: all that a judge needs. */
export interface CustomDefinition extends CustomEvaluatorDraft {
  /** 1 for the first; goes up with every change. */
  version: number
}

/** The next version, as a whole. */
export const CustomEvaluatorChange = z
  .strictObject({
    ...DEFINITION,
    /** The version that is changed; another one by now is a conflict. */
    version: z.number().int().min(1),
  })
  .refine(quotesWhatItSees, QUOTES)
export type CustomEvaluatorChange = z.infer<typeof CustomEvaluatorChange>

export const CustomEvaluator = z.object({
  name: z.string(),
  ...DEFINITION,
  version: z.number(),
  createdAt: z.string(),
  /** When this version began. */
  changedAt: z.string(),
  /** Name of the person or key. */
  changedBy: z.string().nullable(),
})
export type CustomEvaluator = z.infer<typeof CustomEvaluator>

export const CustomEvaluatorList = z.object({ /** By name. */ evaluators: z.array(CustomEvaluator) })
export type CustomEvaluatorList = z.infer<typeof CustomEvaluatorList>

/** What an evaluator asked at some time; versions are never changed or deleted. */
export const CustomEvaluatorVersion = z.object({
  ...DEFINITION,
  version: z.number(),
  at: z.string(),
  by: z.string().nullable(),
  /** True for the last version of one that was deleted. */
  isDeletion: z.boolean(),
})
export type CustomEvaluatorVersion = z.infer<typeof CustomEvaluatorVersion>

export const CustomEvaluatorVersionList = z.object({
  /** Newest first. */ versions: z.array(CustomEvaluatorVersion),
})
export type CustomEvaluatorVersionList = z.infer<typeof CustomEvaluatorVersionList>

export const MOST_TRIED = 5

/** Which samples a judge is asked about before an evaluator is saved. */
export const CustomEvaluatorTryInput = z.strictObject({
  evaluator: CustomEvaluatorDraft,
  judgeId: Id,
  target: z.enum(RULE_TARGETS).default('trace'),
  filter: RuleFilter.default({}),
  /** The last that match in 7 days. Each costs what the judge's calls cost. */
  samples: z.number().int().min(1).max(MOST_TRIED).default(3),
})
export type CustomEvaluatorTryInput = z.infer<typeof CustomEvaluatorTryInput>

const TriedVerdict = z.object({
  /** 32 hex digits; empty for a session. */
  traceId: z.string(),
  /** 16 hex digits; empty unless a span. */
  spanId: z.string(),
  /** Empty unless a session. */
  sessionId: z.string(),
  time: z.string(),
  /** At most 300 characters. */
  question: z.string().nullable(),
  answer: z.string().nullable(),
  kind: z.enum(['scored', 'not_applicable', 'failed']),
  /** null unless scored. */
  value: z.number().nullable(),
  label: z.string().nullable(),
  /** Why, what is missing, or what went wrong. */
  explanation: z.string(),
  /** What it quoted and stands in the sample. */
  quotes: z.array(z.string()),
})
export type TriedVerdict = z.infer<typeof TriedVerdict>

/** What a judge really said of some samples. Nothing of it is stored. */
export const CustomEvaluatorTry = z.object({
  /** Newest first. */
  samples: z.array(TriedVerdict),
  calls: z.number(),
  /** null where the judge has no price. */
  costUsd: z.number().nullable(),
  modelAnswered: z.string().nullable(),
})
export type CustomEvaluatorTry = z.infer<typeof CustomEvaluatorTry>
