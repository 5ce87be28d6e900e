import { z } from 'zod'
import { SCORE_SLICES, ScoreFilter } from './score-filter.ts'
import { Instant } from './trace.ts'

const label = z.string().min(1).max(500)

/** A mean or a rate of scores, each weighed by 1 / its inclusion probability, and how sure that is. */
export const ScoreEstimate = z.object({
  /** Scores that it rests on. */
  n: z.number(),
  /** Kish's effective size: what n is worth where inclusion probabilities differ. */
  effectiveSize: z.number(),
  /** Targets that the scores stand for: Σ 1/π. */
  population: z.number(),
  /** null without scores. */
  estimate: z.number().nullable(),
  /** 95 % interval for one look; null where n is too small to tell. */
  low: z.number().nullable(),
  high: z.number().nullable(),
})
export type ScoreEstimate = z.infer<typeof ScoreEstimate>

/** `rate`: of scores with a label among those with any, or of the value 1 where values are 0 and 1 throughout; else `mean`. */
const Measure = z.enum(['mean', 'rate'])

export const ScoreTrendQuery = ScoreFilter.extend({
  name: z.string().min(1).max(500),
  /** The rate of this label, instead of the mean of the values. */
  label: label.optional(),
  /** A line for each value of this, besides one for each version and source; the most frequent are shown. */
  by: z.enum(SCORE_SLICES).optional(),
  /** `true`: what labels of people make of the lines, too; it reads every score. Not together with `by`. */
  corrected: z.enum(['true', 'false']).default('false'),
  /** Most buckets that the range is cut into. */
  steps: z.coerce.number().int().min(1).max(200).default(60),
})
export type ScoreTrendQuery = z.infer<typeof ScoreTrendQuery>

/** What people's labels make of the scores of an evaluator, by prediction-powered inference. */
export const CorrectedEstimate = z.object({
  /** Targets that have both a label of a person and a score. */
  labels: z.number(),
  estimate: z.number(),
  low: z.number(),
  high: z.number(),
  /** How many labels more would halve the interval; null where none would. */
  labelsToHalve: z.number().nullable(),
})
export type CorrectedEstimate = z.infer<typeof CorrectedEstimate>

export const ScoreTrendLine = z.object({
  evaluatorVersion: z.string(),
  source: z.string(),
  /** Value of `by`; null without it. */
  slice: z.string().nullable(),
  total: ScoreEstimate,
  /** null where it was not asked for, or fewer than ten targets have a label of a person too. */
  corrected: CorrectedEstimate.nullable(),
  /** Buckets with scores, in order; the others are left out. */
  points: z.array(
    ScoreEstimate.extend({
      time: Instant,
      failed: z.number(),
      corrected: CorrectedEstimate.nullable(),
    }),
  ),
})
export type ScoreTrendLine = z.infer<typeof ScoreTrendLine>

export const ScoreTrend = z.object({
  name: z.string(),
  measure: Measure,
  label: z.string().nullable(),
  from: Instant,
  to: Instant,
  stepSeconds: z.number(),
  /** Most scores first. */
  lines: z.array(ScoreTrendLine),
  /** Set when there are more lines than are answered. */
  truncated: z.object({ shown: z.number(), total: z.number() }).nullable(),
})
export type ScoreTrend = z.infer<typeof ScoreTrend>

export const ScoreCompareQuery = ScoreFilter.extend({
  name: z.string().min(1).max(500),
  label: label.optional(),
  /** What tells both sides apart; `period` compares two ranges of time. */
  by: z.enum([...SCORE_SLICES, 'period']),
  /** Its values; of a period `from/to`, each ISO 8601. */
  a: z.string().max(1000),
  b: z.string().max(1000),
})
export type ScoreCompareQuery = z.infer<typeof ScoreCompareQuery>

export const ScoreComparison = z.object({
  measure: Measure,
  /** a − b with its 95 % interval for one look; null where a side has too few scores. */
  difference: z.object({ estimate: z.number(), low: z.number(), high: z.number() }).nullable(),
  a: ScoreEstimate,
  b: ScoreEstimate,
  /** Least difference that as many scores would find with probability 0.8. */
  detectable: z.number().nullable(),
})
export type ScoreComparison = z.infer<typeof ScoreComparison>
