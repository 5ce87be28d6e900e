import { z } from 'zod'
import { INGEST_SIGNALS } from '../ingest.ts'

/** Without `to` the range ends now, without `from` it is 24 hours long; at most 400 days. Widened to whole steps. */
export const IngestQuery = z.object({
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
})

/** received = accepted + refused; accepted − stored is what still waits on disk, was put aside, or came before. */
const Counts = z.object({
  received: z.number(),
  accepted: z.number(),
  refused: z.number(),
  /** Became visible in this time. */
  stored: z.number(),
})

/** A reason with a sentence that says what it means and one that says what to do. */
const Reason = z.object({
  reason: z.string(),
  signal: z.enum(INGEST_SIGNALS),
  count: z.number(),
  meaning: z.string(),
  todo: z.string(),
  /** Last minute in which it happened. */
  lastTime: z.string(),
})

/** What happened to all that a project sent in a range of time. */
export const IngestAnswer = z.object({
  from: z.string(),
  to: z.string(),
  totals: Counts.extend({ requests: z.number(), refusedRequests: z.number(), bytes: z.number() }),
  signals: z.array(Counts.extend({ signal: z.enum(INGEST_SIGNALS), lastTime: z.string().nullable() })),
  /** Items (spans, log records, data points) that were refused, most first. */
  refusedItems: z.array(Reason),
  /** Requests that were refused as a whole, most first; those without a valid key belong to no project. */
  refusedRequests: z.array(Reason),
  /** Seconds of a step of the series. */
  stepSeconds: z.number(),
  /** Every step of the range, oldest first, also those in which nothing came. */
  series: z.array(Counts.extend({ time: z.string() })),
  /** Last minute in which items came; null where none came in the range. */
  lastArrival: z.string().nullable(),
  /** Time of an item from its arrival until it is visible, estimated from a histogram; null where n is 0. */
  lag: z.object({ n: z.number(), p50Ms: z.number().nullable(), p95Ms: z.number().nullable() }),
  /** State now of the spool that all projects share; null where this process has none. */
  spool: z
    .object({
      bytes: z.number(),
      limitBytes: z.number(),
      segments: z.number(),
      oldestAgeMs: z.number().nullable(),
      quarantinedSegments: z.number(),
    })
    .nullable(),
})
export type IngestAnswer = z.infer<typeof IngestAnswer>
