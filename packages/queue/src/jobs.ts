import { z } from 'zod'

/**
 * Every kind of job: its payload and how its id is made. Ids carry the job's name, because the queue refuses ids
 * that look like integers; two jobs with one id are one job while the first is still known.
 */
export const JOBS = {
  'retention.sweep': { payload: z.object({}), id: () => 'retention.sweep' },
  'project.erase': {
    payload: z.object({ projectId: z.string() }),
    id: (p: { projectId: string }) => `project.erase.${p.projectId}`,
  },
  /** Some spans, traces or sessions wait to be scored. What they are stands in Postgres, so that this may get lost. */
  'segment.loaded': {
    payload: z.object({ workId: z.string() }),
    id: (p: { workId: string }) => `segment.loaded.${p.workId}`,
  },
} as const

export type JobName = keyof typeof JOBS
export const JOB_NAMES = Object.keys(JOBS) as JobName[]
export type JobPayload<N extends JobName> = z.infer<(typeof JOBS)[N]['payload']>

/** One handler for each job; a missing or a superfluous one is a type error, and refused again at start. */
export type JobHandlers = { [N in JobName]: (payload: JobPayload<N>, signal: AbortSignal) => Promise<void> }
