import type { JobsOptions } from 'bullmq'
import type { NewJob } from './backend.ts'
import { JOBS, type JobName, type JobPayload } from './jobs.ts'

/**
 * Tried five times within half a minute. Nothing is kept of a job that has ended: it would stand in the way of a later one with the same
 * id, and what is still to be done is known to the stores.
 */
export const JOB_OPTIONS = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 1000 },
  removeOnComplete: true,
  removeOnFail: true,
} satisfies JobsOptions

/** A job as it is queued. @throws ZodError when the payload does not fit its schema. */
export function newJob<N extends JobName>(name: N, payload: JobPayload<N>): NewJob {
  const { payload: schema, id } = JOBS[name]
  const jobId = (id as (p: unknown) => string)(payload)
  return { name, data: schema.parse(payload), opts: { jobId, ...JOB_OPTIONS } }
}
