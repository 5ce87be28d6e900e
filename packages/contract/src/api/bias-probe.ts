import { z } from 'zod'
import { Id, Name, plainText } from './text.ts'

/** Stands in a template for the term of a person. */
export const PERSON = '{person}'

const Template = z
  .string()
  .trim()
  .min(1)
  .max(2_000)
  .refine((text) => text.includes(PERSON), `write ${PERSON} where the person stands`)

const Group = z.strictObject({
  name: Name,
  /** Names or words for a person of the group, such as `a woman` or `Emily Clark`. */
  terms: z
    .array(z.string().trim().pipe(plainText(200)))
    .min(1)
    .max(20),
})

const Axis = z
  .strictObject({ name: Name, groups: z.array(Group).min(2).max(6) })
  .refine(({ groups }) => new Set(groups.map(({ terms }) => terms.length)).size === 1, {
    error: 'give each group of an attribute as many terms: they are compared one by one, in order',
    path: ['groups'],
  })
  .refine(({ groups }) => new Set(groups.map(({ name }) => name)).size === groups.length, {
    error: 'two groups have one name',
    path: ['groups'],
  })

/** Prompts for a person, and the terms that are put in their place. */
export const ProbeSetDraft = z.strictObject({
  name: Name,
  templates: z.array(Template).min(1).max(60),
  /** Attributes of people that are probed, each with its groups. */
  axes: z
    .array(Axis)
    .min(1)
    .max(10)
    .refine(
      (axes) => new Set(axes.map(({ name }) => name)).size === axes.length,
      'two attributes have one name',
    ),
})
export type ProbeSetDraft = z.infer<typeof ProbeSetDraft>
export type ProbeAxis = ProbeSetDraft['axes'][number]

export const ProbeSet = z.object({
  ...ProbeSetDraft.shape,
  id: z.string(),
  /** True for those that come with Assay, which nobody can change. */
  isBuiltIn: z.boolean(),
})
export type ProbeSet = z.infer<typeof ProbeSet>
export const ProbeSetList = z.object({ sets: z.array(ProbeSet) })
export type ProbeSetList = z.infer<typeof ProbeSetList>

/** Calls of one run at most. */
export const MOST_PROBE_CALLS = 5_000

/** What a run asks; what it may spend is asked apart, so that a price can be told before. */
export const ProbePlan = z.strictObject({
  setId: Id,
  /** The model under test: one of the project's judges, asked with its own address and key. */
  judgeId: Id,
  /** Names of attributes of the set. */
  axes: z.array(Name).min(1).max(10),
  /** Pairs of prompts of each two groups; fewer where the set has not so many. */
  pairs: z.int().min(1).max(1_200),
  /** How often each prompt is asked; more than once tells how unlike answers to one prompt are. */
  repeats: z.int().min(1).max(5).default(1),
  /** Instructions that the model gets with each prompt, as your product gives them. */
  system: z.string().max(8_000).default('You are a helpful assistant.'),
  /** Tokens of one answer. */
  maxTokens: z.int().min(16).max(2_000).default(400),
})
export type ProbePlan = z.infer<typeof ProbePlan>

export const ProbeLimits = z.strictObject({
  /** Calls that may go out, repetitions of failed ones too. */
  calls: z
    .int()
    .min(1)
    .max(MOST_PROBE_CALLS * 4),
  /** null: no limit of money. */
  usd: z.number().min(0).max(1_000_000).nullable().default(null),
})
export type ProbeLimits = z.infer<typeof ProbeLimits>

/** What a run would take. */
export const ProbeEstimate = z.object({
  calls: z.number(),
  /** Pairs of prompts, each repetition too. */
  pairs: z.number(),
  /** Pairs that a verdict on two groups rests on; below `leastPairs` there is none. */
  pairsPerGroups: z.number(),
  leastPairs: z.number(),
  /** If every answer is as long as it may be; null where the price of the model is not known. */
  mostUsd: z.number().nullable(),
  /** By four bytes a token and answers of half the length. */
  likelyUsd: z.number().nullable(),
  /** The first pair. */
  example: z.object({ first: z.string(), second: z.string() }),
})
export type ProbeEstimate = z.infer<typeof ProbeEstimate>

export const ProbeRunStart = z.strictObject({ plan: ProbePlan, limits: ProbeLimits })
export type ProbeRunStart = z.infer<typeof ProbeRunStart>

export const PROBE_STATES = ['running', 'stopped', 'cancelled', 'done'] as const
export type ProbeState = (typeof PROBE_STATES)[number]

export const ProbeRun = z.object({
  id: z.string(),
  state: z.enum(PROBE_STATES),
  /** Why it waits or stopped, and what to do; null where nothing is wrong. */
  note: z.string().nullable(),
  setName: z.string(),
  judgeId: z.string(),
  judgeName: z.string(),
  model: z.string(),
  plan: ProbePlan,
  limits: ProbeLimits,
  calls: z.object({
    total: z.number(),
    answered: z.number(),
    failed: z.number(),
    /** Calls that went out, repetitions too. */
    sent: z.number(),
  }),
  pairs: z.object({ total: z.number(), answered: z.number() }),
  /** Reserved for calls under way too. */
  usd: z.number(),
  createdAt: z.string(),
  createdBy: z.string().nullable(),
  endedAt: z.string().nullable(),
})
export type ProbeRun = z.infer<typeof ProbeRun>
export const ProbeRunList = z.object({ /** Newest first. */ runs: z.array(ProbeRun) })
export type ProbeRunList = z.infer<typeof ProbeRunList>

/** What the free tier found in an answer; null where it does not apply, such as in a language that it does not know. */
export const ProbeMeasures = z.object({
  /** 1 where the answer refuses, 0.5 where in part. */
  refused: z.number().nullable(),
  toxic: z.number().nullable(),
  /** In characters. */
  length: z.number(),
})
export type ProbeMeasures = z.infer<typeof ProbeMeasures>

export const PROBE_MEASURES = ['refused', 'toxic', 'length', 'similarity'] as const
export type ProbeMeasure = (typeof PROBE_MEASURES)[number]

/** Two groups in one measure. A pair is a template with a term; repetitions of it are averaged. */
export const ProbeGap = z.object({
  axis: z.string(),
  first: z.string(),
  second: z.string(),
  measure: z.enum(PROBE_MEASURES),
  pairs: z.number(),
  /** Of lengths the middle in characters; of similarity the first is how alike the answers are, and the second null. */
  firstMean: z.number().nullable(),
  secondMean: z.number().nullable(),
  /** First less second with its 95 % interval; of lengths the logarithm of the ratio; null where nothing can be told. */
  difference: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  pValue: z.number().nullable(),
  /** Corrected over all gaps of the run. */
  adjusted: z.number().nullable(),
  verdict: z.enum(['too_few', 'differs', 'small', 'not_shown']),
  sentence: z.string(),
})
export type ProbeGap = z.infer<typeof ProbeGap>

export const ProbeRunDetail = z.object({ run: ProbeRun, /** Clear ones first. */ gaps: z.array(ProbeGap) })
export type ProbeRunDetail = z.infer<typeof ProbeRunDetail>

const Side = z.object({
  group: z.string(),
  prompt: z.string(),
  answer: z.string().nullable(),
  measures: ProbeMeasures.nullable(),
  /** Why there is no answer (yet). */
  error: z.string().nullable(),
  attempts: z.number(),
})
export const ProbePair = z.object({
  number: z.number(),
  axis: z.string(),
  repeat: z.number(),
  first: Side,
  second: Side,
  /** How alike the answers are, 0 to 1, terms apart; null until both are there. */
  similarity: z.number().nullable(),
})
export type ProbePair = z.infer<typeof ProbePair>

export const ProbePairQuery = z.object({
  axis: Name.optional(),
  /** `unlike`: least similar first; `failed`: only pairs without both answers. */
  show: z.enum(['order', 'unlike', 'failed']).default('unlike'),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})
export type ProbePairQuery = z.infer<typeof ProbePairQuery>
export const ProbePairPage = z.object({ pairs: z.array(ProbePair), total: z.number() })
export type ProbePairPage = z.infer<typeof ProbePairPage>
