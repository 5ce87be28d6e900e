import { z } from 'zod'
import { jsonLength } from '../json-length.ts'
import { SPAN_KINDS } from '../span-kind.ts'
import { Id, Name, plainText } from './text.ts'

/** What one score is about. A trace or a session is scored when no span has come for a while. */
export const RULE_TARGETS = ['span', 'trace', 'session'] as const
export type RuleTarget = (typeof RULE_TARGETS)[number]

const anyOf = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(50).optional()
const text = z.string().min(1).max(500)
const id = z.string().min(1).max(1000)

/**
 * Which spans, in the words of the filter of traces: a span matches when each given field has one of its values. A trace or a session
 * matches when for each given field one of its spans does. Empty: all.
 */
export const RuleFilter = z.strictObject({
  name: anyOf(text),
  kind: anyOf(z.enum(SPAN_KINDS)),
  model: anyOf(text),
  provider: anyOf(text),
  service: anyOf(text),
  environment: anyOf(text),
  user: anyOf(id),
  session: anyOf(id),
  tag: anyOf(text),
  tool: anyOf(text),
  prompt: anyOf(text),
  errorType: anyOf(text),
  /** true: the span failed; false: it did not. Of a trace or session: one of its spans failed, or none. */
  error: z.boolean().optional(),
})
export type RuleFilter = z.infer<typeof RuleFilter>

/** Longest parameters of one evaluator, in characters of JSON. */
const PARAMETERS_LENGTH = 50_000

/** Confidence below which the next one is asked, where a rule does not say: the judge after the free tier, a person after the judge. */
export const DEFAULT_ASK_BELOW = { judge: 0.9, person: 0.75 } as const

export const RuleEvaluator = z.strictObject({
  /** Name of an evaluator of packages/score. */
  name: plainText(100),
  /** As the evaluator's own schema has them; what is left out has its default. */
  parameters: z
    .record(z.string().max(200), z.unknown())
    .refine((value) => jsonLength(value) <= PARAMETERS_LENGTH, {
      error: `the parameters of an evaluator have at most ${PARAMETERS_LENGTH} characters of JSON`,
    })
    .default({}),
  /**
   * Confidence of the free tier below which a sample may go to the judge for that; those above go by the uniform share alone. 0: only the
   * uniform share goes; 1: all may. Left out: `DEFAULT_ASK_BELOW.judge`. What has no confidence goes as if it were below.
   */
  askJudgeBelow: z.number().min(0).max(1).optional(),
  /**
   * Confidence of the judge below which a person should look at its verdict: by its log-probabilities or votes. 0: doubt alone sends nothing
   * to people; 1: all that is not certain. Left out: `DEFAULT_ASK_BELOW.person`.
   */
  askPersonBelow: z.number().min(0).max(1).optional(),
})
export type RuleEvaluator = z.infer<typeof RuleEvaluator>

export const RuleSampling = z.strictObject({
  /** Share of the matching targets that are scored at all, drawn by trace id (a session's by its id): the inclusion probability of the free tier. */
  rate: z.number().min(0.0001).max(1),
  /** Share of the judge's calls that are drawn uniformly; the others go by uncertainty and impact. Never 0, or its estimates would be biased. */
  uniformShare: z.number().min(0.01).max(1),
})
export type RuleSampling = z.infer<typeof RuleSampling>

/** What the judge of a rule may use in a day (UTC). null is no limit; the free tier costs nothing. */
export const RuleBudget = z.strictObject({
  callsPerDay: z.number().int().min(0).max(100_000_000).nullable(),
  usdPerDay: z.number().min(0).max(1_000_000).nullable(),
})
export type RuleBudget = z.infer<typeof RuleBudget>

const FIELDS = {
  name: Name,
  isOn: z.boolean(),
  target: z.enum(RULE_TARGETS),
  filter: RuleFilter,
  /** The same evaluator may stand twice with other parameters. */
  evaluators: z.array(RuleEvaluator).min(1).max(20),
  sampling: RuleSampling,
  /** Judge of this project that is asked where the free tier is not sure; null: nobody is asked. */
  judgeId: Id.nullable(),
  budget: RuleBudget,
  /** Rules with a higher one go first where time or money is short. */
  priority: z.number().int().min(0).max(100),
} as const

/** What people decide about a rule; all of it belongs to one version. */
export const RuleDraft = z.strictObject({
  ...FIELDS,
  isOn: FIELDS.isOn.default(true),
  filter: FIELDS.filter.default({}),
  sampling: FIELDS.sampling.default({ rate: 1, uniformShare: 0.15 }),
  judgeId: FIELDS.judgeId.default(null),
  budget: FIELDS.budget.default({ callsPerDay: 1_000, usdPerDay: 1 }),
  priority: FIELDS.priority.default(50),
})
export type RuleDraft = z.infer<typeof RuleDraft>

/** A change of a rule: what is left out stays. */
export const RulePatch = z.strictObject({
  ...z.object(FIELDS).partial().shape,
  /** The version that is changed; another one by now is a conflict. */
  version: z.number().int().min(1),
})
export type RulePatch = z.infer<typeof RulePatch>

export const Rule = z.object({
  ...FIELDS,
  id: z.string(),
  /** 1 for the first; goes up with every change. Scores name the version that made them. */
  version: z.number(),
  createdAt: z.string(),
  /** When this version began. */
  changedAt: z.string(),
  /** Name of the person or key; null for Assay itself. */
  changedBy: z.string().nullable(),
  /** Why this version of Assay cannot read the rule, which then is off; left out where it can. */
  fault: z.string().optional(),
})
export type Rule = z.infer<typeof Rule>

/** What a rule said at some time; versions are never changed or deleted. */
export const RuleVersion = z.object({
  ...FIELDS,
  version: z.number(),
  at: z.string(),
  by: z.string().nullable(),
  /** True for the last version of a rule that was deleted. */
  isDeletion: z.boolean(),
})
export type RuleVersion = z.infer<typeof RuleVersion>

export const RuleList = z.object({ /** By priority, then by name. */ rules: z.array(Rule) })
export type RuleList = z.infer<typeof RuleList>
export const RuleVersionList = z.object({ /** Newest first. */ versions: z.array(RuleVersion) })
export type RuleVersionList = z.infer<typeof RuleVersionList>
