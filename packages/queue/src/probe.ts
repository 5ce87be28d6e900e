import { AssayError } from '@assay/contract/error'
import type { BackendQueue } from './backend.ts'

/** Name and id of a job that does nothing but go through a queue. While one waits, another is not added. */
export const PROBE = 'queue.probe'

/** Puts a probe in front of all that waits. */
export async function placeProbe(queue: BackendQueue): Promise<void> {
  await queue.add(PROBE, {}, { jobId: PROBE, lifo: true, removeOnComplete: true, removeOnFail: true })
}

/** Takes the probe away for a worker that is alive, and has no hand free to take it as a job. */
export async function takeProbe(queue: BackendQueue): Promise<void> {
  await queue.remove(PROBE)
}

/** @throws AssayError `unavailable` when a probe has waited for longer than `limitMs`: nobody takes jobs of the queue. */
export async function assertProbeTaken(
  queue: BackendQueue,
  { name, limitMs, now }: { name: string; limitMs: number; now: () => number },
): Promise<void> {
  const probe = await queue.getJob(PROBE)
  if (probe === undefined) return
  const waitedMs = now() - probe.timestamp
  if (waitedMs <= limitMs) return
  throw new AssayError(
    'unavailable',
    `nobody has taken a job of the queue ${name} for ${Math.round(waitedMs / 1000)} s; start a process with the role worker`,
  )
}
