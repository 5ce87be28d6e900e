import { z } from 'zod'
import { Instant } from './trace.ts'

export const VersionChangesQuery = z.object({
  /** From (inclusive) and to (exclusive); default: the last 24 hours. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  /** Name of a score, for new versions of its evaluators. */
  score: z.string().min(1).max(500).optional(),
})

/** A version that was not there before, of something that was. */
export const VersionChange = z.object({
  /** `service`: service.version of its resource; `prompt`: version of a prompt; `evaluator`: of what scored. */
  kind: z.enum(['service', 'prompt', 'evaluator']),
  /** Of the service, the prompt or the score. */
  name: z.string(),
  version: z.string(),
  /** Where it is seen first; of a service among spans that are drawn from each 48th of the range. */
  time: Instant,
})
export type VersionChange = z.infer<typeof VersionChange>

export const VersionChanges = z.object({
  /** Earliest first, at most 50: the latest. */
  changes: z.array(VersionChange),
  /** How many there are. */
  total: z.number(),
})
export type VersionChanges = z.infer<typeof VersionChanges>
