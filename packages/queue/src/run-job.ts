import { UnrecoverableError } from 'bullmq'
import { AssayError } from '@assay/contract/error'
import type { TakenJob } from './backend.ts'
import { JOBS, type JobHandlers, type JobName } from './jobs.ts'

/**
 * Gives a job to its handler. An unknown name is tried again, since a newer process may know it; a payload that does not fit never will,
 * so it is not.
 */
export async function runJob(job: TakenJob, handlers: JobHandlers, signal: AbortSignal): Promise<void> {
  if (!(job.name in JOBS)) throw new AssayError('internal', `no job is called ${job.name}`)
  const name = job.name as JobName
  const payload = JOBS[name].payload.safeParse(job.data)
  if (!payload.success)
    throw new UnrecoverableError(`the payload of ${name} does not fit: ${payload.error.message}`)
  const run = handlers[name] as (payload: unknown, signal: AbortSignal) => Promise<void>
  await run(payload.data, signal)
}
