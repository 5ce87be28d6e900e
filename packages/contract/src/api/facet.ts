import { z } from 'zod'

/** Filterable columns with a menu, in the order of the filter bar. */
export const FACET_FIELDS = [
  'kind',
  'name',
  'model',
  'provider',
  'service',
  'environment',
  'user',
  'prompt',
  'tool',
  'tag',
  'error',
] as const
export type FacetField = (typeof FACET_FIELDS)[number]

export const Facet = z.object({
  field: z.enum(FACET_FIELDS),
  /** Most frequent first, at most 50. */
  values: z.array(
    z.object({
      value: z.string(),
      /** Traces with this value; an estimate above some thousands. */ traces: z.number(),
    }),
  ),
  /** True when there are more values than shown. */
  hasMore: z.boolean(),
})
export type Facet = z.infer<typeof Facet>

/** The range is widened to whole steps of 15 minutes. */
export const FacetQuery = z.object({
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  field: z.enum(FACET_FIELDS).optional(),
  /** Values that contain this text. */
  q: z.string().min(1).max(200).optional(),
})
export const FacetAnswer = z.object({ facets: z.array(Facet) })
export type FacetAnswer = z.infer<typeof FacetAnswer>
