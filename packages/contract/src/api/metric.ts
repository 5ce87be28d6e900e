import { z } from 'zod'
import { METRIC_TYPES } from '../raw-metric.ts'
import { Instant } from './trace.ts'

/** Of one name there are several where senders disagree on type or unit. */
export const MetricSummary = z.object({
  name: z.string(),
  type: z.enum(METRIC_TYPES),
  unit: z.string(),
  description: z.string(),
  /** Series with points on the days of the range; an estimate above some thousands. */
  seriesCount: z.number(),
  lastTime: Instant,
})
export type MetricSummary = z.infer<typeof MetricSummary>

export const MetricPage = z.object({ metrics: z.array(MetricSummary), nextCursor: z.string().nullable() })
export type MetricPage = z.infer<typeof MetricPage>

/** By name; the range is widened to whole days of UTC. */
export const MetricListQuery = z.object({
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  /** Part of the name, without regard to case. */
  q: z.string().min(1).max(200).optional(),
  cursor: z.string().max(4000).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
export type MetricListQuery = z.infer<typeof MetricListQuery>

const Label = z.string().min(1).max(200)

export const MetricSeriesQuery = z.object({
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  /** Where a name has several types or units; by default that of the latest point. */
  type: z.enum(METRIC_TYPES).optional(),
  unit: z.string().max(200).optional(),
  /** Keys of point or resource attributes to group by, up to eight. */
  by: z
    .union([Label, z.array(Label).max(8)])
    .transform((value) => (typeof value === 'string' ? [value] : value))
    .default([]),
  /** Most steps that the range is cut into. */
  steps: z.coerce.number().int().min(1).max(200).default(60),
})
export type MetricSeriesQuery = z.infer<typeof MetricSeriesQuery>

/** What is known of one group in one step; steps in which nothing came are left out. Null where the type has no such number. */
export const MetricStep = z.object({
  time: Instant,
  /** How many the numbers rest on: points of gauges and sums, observations of histograms and summaries. */
  n: z.number(),
  /** Of gauges over their points, of histograms and summaries over the observations. */
  avg: z.number().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  /** Of sums and of counts of observations: by how much they grew, and that per second. Resets are no loss. */
  increase: z.number().nullable(),
  rate: z.number().nullable(),
  /** Of histograms, estimated from their buckets. */
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
})
export type MetricStep = z.infer<typeof MetricStep>

/** How many of all were read. */
const Cut = z.object({ shown: z.number(), total: z.number() }).nullable()

export const MetricSeries = z.object({
  name: z.string(),
  type: z.enum(METRIC_TYPES),
  unit: z.string(),
  description: z.string(),
  /** Other types and units that points of this name have in the range. */
  others: z.array(z.object({ type: z.enum(METRIC_TYPES), unit: z.string() })),
  stepSeconds: z.number(),
  by: z.array(z.string()),
  groups: z.array(
    z.object({
      /** A value for each key of `by`; '' where the attribute is missing. */
      labels: z.array(z.string()),
      steps: z.array(MetricStep),
    }),
  ),
  /** Set when there are more groups than are answered; those with most points are. */
  truncatedGroups: Cut,
  /** Set when more cumulative series were found than are read; their sums are then too low. */
  truncatedSeries: Cut,
})
export type MetricSeries = z.infer<typeof MetricSeries>
