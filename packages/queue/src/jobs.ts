import { z } from 'zod'

/**
 * Every kind of job: its queue, its payload and how its id is made. Payloads hold ids and nothing that people wrote. Ids carry the job's
 * name, because the queue refuses ids that look like integers; two jobs with one id are one job until the first has ended.
 */
export const JOBS = {
  'retention.sweep': { queue: 'upkeep', payload: z.object({}), id: () => 'retention.sweep' },
  'project.erase': {
    queue: 'upkeep',
    payload: z.object({ projectId: z.string() }),
    id: (p: { projectId: string }) => `project.erase.${p.projectId}`,
  },
  /** Some spans, traces or sessions wait to be scored. What they are stands in Postgres, so that this may get lost. */
  'segment.loaded': {
    queue: 'scoring',
    payload: z.object({ workId: z.string() }),
    id: (p: { workId: string }) => `segment.loaded.${p.workId}`,
  },
  /** A backfill may go on for a while. How far it is stands in Postgres; another turn makes a job that is late a no-op. */
  'backfill.run': {
    queue: 'backfill',
    payload: z.object({ backfillId: z.string(), turn: z.number().int() }),
    id: (p: { backfillId: string; turn: number }) => `backfill.run.${p.backfillId}.${p.turn}`,
  },
  /** Looks for drift in every project; the clock makes it. */
  'drift.sweep': { queue: 'upkeep', payload: z.object({}), id: () => 'drift.sweep' },
  'drift.run': {
    queue: 'upkeep',
    payload: z.object({ projectId: z.string(), trigger: z.enum(['clock', 'person']) }),
    // What a person asks for does not hide behind what the clock does.
    id: (p: { projectId: string; trigger: string }) => `drift.run.${p.projectId}.${p.trigger}`,
  },
  /** A model is asked probes. What is still to be asked stands in Postgres; another turn makes a job that is late a no-op. */
  'bias.run': {
    queue: 'probes',
    payload: z.object({ runId: z.string(), turn: z.number().int() }),
    id: (p: { runId: string; turn: number }) => `bias.run.${p.runId}.${p.turn}`,
  },
} as const

export type JobName = keyof typeof JOBS
export const JOB_NAMES = Object.keys(JOBS) as JobName[]
export type JobPayload<N extends JobName> = z.infer<(typeof JOBS)[N]['payload']>

/** Jobs of one queue never wait for those of another. */
export type QueueName = (typeof JOBS)[JobName]['queue']
export const QUEUE_NAMES = [...new Set(Object.values(JOBS).map(({ queue }) => queue))]

/** Jobs that need no payload, and so can be made by the clock. */
export type RecurringJobName = {
  [N in JobName]: Record<string, never> extends JobPayload<N> ? N : never
}[JobName]

/** One handler for each job; a missing or a superfluous one is a type error, and refused again at start. */
export type JobHandlers = { [N in JobName]: (payload: JobPayload<N>, signal: AbortSignal) => Promise<void> }
