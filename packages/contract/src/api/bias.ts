import { z } from 'zod'
import { SCORE_TARGETS } from '../score-row.ts'
import { ScoreEstimate } from './score-trend.ts'
import { Id, plainText } from './text.ts'
import { Instant } from './trace.ts'

/** Fields of scored spans that groups may be made of. */
export const BIAS_FIELDS = [
  'user',
  'tag',
  'environment',
  'service',
  'model',
  'promptName',
  'promptVersion',
] as const
export type BiasField = (typeof BIAS_FIELDS)[number]

const KEY_LENGTH = 200

/**
 * What makes the groups: a field (`user`), the tags that begin alike (`tag:plan=`), or an attribute of spans by its key
 * (`attribute:metadata.tenant`).
 */
export const BiasAttribute = plainText(KEY_LENGTH + 10).regex(
  new RegExp(`^(${BIAS_FIELDS.join('|')}|tag:.+|attribute:.+)$`, 'u'),
  'give a field such as user, tag:<how tags begin> or attribute:<key>',
)
export type BiasAttribute = z.infer<typeof BiasAttribute>

/** An attribute in its parts. */
export type BiasSource =
  { kind: 'field'; field: BiasField } | { kind: 'tag'; prefix: string } | { kind: 'attribute'; key: string }

/** Takes an attribute apart; it must fit `BiasAttribute`. */
export function readBiasAttribute(attribute: BiasAttribute): BiasSource {
  if (attribute.startsWith('attribute:')) return { kind: 'attribute', key: attribute.slice(10) }
  if (attribute.startsWith('tag:')) return { kind: 'tag', prefix: attribute.slice(4) }
  return { kind: 'field', field: attribute as BiasField }
}

const group = z.string().max(1000)

/** A score whose groups are compared: the mean of its values, or the rate of a label. */
export const BiasMeasure = z.strictObject({
  name: z.string().min(1).max(500),
  label: z.string().min(1).max(500).nullable().default(null),
})
export type BiasMeasure = z.infer<typeof BiasMeasure>

const FIELDS = {
  attributes: z
    .array(
      z.strictObject({
        attribute: BiasAttribute,
        /** The group that the others are compared with; null: the one with most scores. */
        reference: group.nullable().default(null),
      }),
    )
    .max(10),
  /** Empty: every score that has values, as a mean. */
  measures: z.array(BiasMeasure).max(20),
  /** A group with fewer scores gets no verdict. */
  leastRows: z.int().min(5).max(1_000_000),
  /** Rates that differ by less, 0 to 1, do not matter. */
  leastDifference: z.number().min(0).max(1),
  /** Means that differ by fewer standard deviations do not matter. */
  leastStandardised: z.number().min(0).max(10),
  /** Over all groups of all measures: `holm` bounds the chance of one false finding, `bh` the share of false ones. */
  correction: z.enum(['holm', 'bh']),
  /** The model that probes ask unless another is chosen; null: the first by name. */
  probeJudgeId: Id.nullable(),
} as const

export const BIAS_DEFAULTS = {
  attributes: [],
  measures: [],
  leastRows: 30,
  leastDifference: 0.05,
  leastStandardised: 0.2,
  correction: 'holm',
  probeJudgeId: null,
} as const satisfies z.input<z.ZodObject<typeof FIELDS>>

export const BiasSettings = z.object(FIELDS)
export type BiasSettings = z.infer<typeof BiasSettings>

const isDistinct = (all: readonly string[]) => new Set(all).size === all.length

/** A change of the settings: what is left out stays. */
export const BiasSettingsPatch = z
  .strictObject(z.object(FIELDS).partial().shape)
  .refine(({ attributes = [] }) => isDistinct(attributes.map(({ attribute }) => attribute)), {
    error: 'an attribute stands twice',
    path: ['attributes'],
  })
  .refine(
    ({ measures = [] }) => isDistinct(measures.map(({ name, label }) => JSON.stringify([name, label]))),
    {
      error: 'a score stands twice',
      path: ['measures'],
    },
  )
export type BiasSettingsPatch = z.infer<typeof BiasSettingsPatch>

/** Keys of attributes that the last spans carry, to choose from. */
export const BiasKeys = z.object({
  keys: z.array(
    z.object({
      key: z.string(),
      /** Of the spans that were looked at. */
      spans: z.number(),
      values: z.number(),
      /** Frequent ones, at most 5. */
      examples: z.array(z.string()),
    }),
  ),
  spans: z.number(),
})
export type BiasKeys = z.infer<typeof BiasKeys>

export const BiasParityQuery = z.object({
  attribute: BiasAttribute,
  /** In place of the reference group of the settings. */
  reference: group.optional(),
  /** Scores of this kind alone; without, of each score the kind that it has most of, since an answer may have several. */
  target: z.enum(SCORE_TARGETS).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
})
export type BiasParityQuery = z.infer<typeof BiasParityQuery>

/**
 * `reference`: others are compared with it. `too_few`: no verdict. `differs`: clearly and by enough to matter. `small`: clearly, but by
 * less. `not_shown`: the scores show no difference, which does not say that there is none.
 */
export const BIAS_VERDICTS = ['reference', 'too_few', 'differs', 'small', 'not_shown'] as const
export type BiasVerdict = (typeof BIAS_VERDICTS)[number]

const Bounded = z.object({ estimate: z.number(), low: z.number(), high: z.number() })

export const ParityGroup = ScoreEstimate.extend({
  group: z.string(),
  verdict: z.enum(BIAS_VERDICTS),
  /** Group less reference, with its 95 % interval for one look; null where either has too few scores. */
  difference: Bounded.nullable(),
  /** Rate of the group over that of the reference (disparate impact), with its interval; null for means and where a rate is 0 or 1. */
  ratio: Bounded.nullable(),
  /** Two-sided; null without a difference. */
  pValue: z.number().nullable(),
  /** Corrected over all groups of all measures of the answer. */
  adjusted: z.number().nullable(),
  /** What is found, for people. */
  sentence: z.string(),
})
export type ParityGroup = z.infer<typeof ParityGroup>

export const ParityMeasure = z.object({
  name: z.string(),
  label: z.string().nullable(),
  source: z.string(),
  /** Of the evaluator: the one with most scores. */
  version: z.string(),
  /** What the scores are of. */
  target: z.enum(SCORE_TARGETS),
  measure: z.enum(['mean', 'rate']),
  /** null where no group has a score. */
  reference: z.string().nullable(),
  /** Most scores first, at most 30. */
  groups: z.array(ParityGroup),
  /** Smaller groups, together; null where there are none. */
  rest: ScoreEstimate.extend({ groups: z.number() }).nullable(),
  /** Scores whose target has no value of the attribute. */
  without: z.number(),
  /** Scores of other versions of the evaluator, which are not alike and not counted here. */
  otherVersions: z.number(),
  /** Scores of other kinds of targets, of any version: an answer has them besides, and would count more than once. */
  otherTargets: z.number(),
})
export type ParityMeasure = z.infer<typeof ParityMeasure>

export const BiasParity = z.object({
  attribute: BiasAttribute,
  from: Instant,
  to: Instant,
  /** A target may be in several groups, as it may have several tags. */
  isOverlapping: z.boolean(),
  /** How many comparisons the p-values are corrected for. */
  comparisons: z.number(),
  settings: BiasSettings,
  /** Those with a difference first. */
  measures: z.array(ParityMeasure),
})
export type BiasParity = z.infer<typeof BiasParity>
