import type { JobSchedulerTemplateOptions, JobsOptions } from 'bullmq'

/** A job as its worker gets it. */
export interface TakenJob {
  name: string
  data: unknown
}

export interface NewJob {
  name: string
  data: unknown
  opts: JobsOptions
}

/** What is used of BullMQ's queue, alike on both stores. */
export interface BackendQueue {
  add(name: string, data: unknown, opts: JobsOptions): Promise<unknown>
  addBulk(jobs: NewJob[]): Promise<unknown>
  /** `timestamp` is when it was added, in Unix milliseconds. */
  getJob(id: string): Promise<{ timestamp: number } | undefined>
  remove(id: string): Promise<unknown>
  /** `next` is when its next job is due, in Unix milliseconds; `every` its period in milliseconds. */
  getJobScheduler(id: string): Promise<{ next?: number; every?: number } | undefined>
  upsertJobScheduler(
    id: string,
    repeat: { every: number },
    template: { name: string; data: unknown; opts: JobSchedulerTemplateOptions },
  ): Promise<unknown>
  getJobCounts(...states: ('waiting' | 'active' | 'delayed')[]): Promise<Record<string, number>>
  close(): Promise<void>
  on(event: 'error', listener: (error: Error) => void): unknown
}

/** What is used of BullMQ's worker. */
export interface BackendWorker {
  /** Waits for the jobs under way and for the store's answers, unless it is forced. */
  close(force?: boolean): Promise<void>
  disconnect(): Promise<void>
  on(event: 'error', listener: (error: Error) => void): unknown
  on(
    event: 'failed',
    listener: (job: { name: string; attemptsMade: number } | undefined, error: Error) => void,
  ): unknown
}

/** Where the jobs stand: makes queues and workers by the name that the store has for a queue. */
export interface Backend {
  queue(name: string): BackendQueue
  worker(name: string, run: (job: TakenJob) => Promise<void>, concurrency: number): BackendWorker
  /** Lets go of the connections, whatever state they are in. */
  disconnect(): void
}
