import { setTimeout as sleep } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import type { ThreadAnswer } from './score-thread.ts'
import type { ScoreResult, ScoreTask } from './score-task.ts'

/** What came of a task: its result, or the target that the thread did not survive. */
export type Watched =
  | { kind: 'done'; result: ScoreResult }
  | { kind: 'failed'; error: string }
  /** The thread is gone. `place` is null where it went before the first target. */
  | { kind: 'lost'; place: number | null; error: string }

export interface Thread {
  worker: Worker
  /** As in `ThreadStart`. */
  progress: Int32Array
}

/** Loading the evaluators takes a second, and many where processors are short. */
const START_MS = 60_000

/** Runs a task in a thread; a thread that makes no progress for `stuckMs` is ended. */
export async function runWatched(thread: Thread, task: ScoreTask, stuckMs: number): Promise<Watched> {
  const { worker, progress } = thread
  if (Atomics.load(progress, 0) > 0) Atomics.store(progress, 0, 0)
  const lost = (error: string): Watched => {
    const place = Atomics.load(progress, 0)
    return { kind: 'lost', place: place <= 0 ? null : place - 1, error }
  }
  const done = Promise.withResolvers<Watched>()
  const onMessage = (answer: ThreadAnswer) => done.resolve(answer)
  const onError = (error: Error) => done.resolve(lost(`The thread ended: ${error.message}`))
  const onExit = () => done.resolve(lost('The thread ended.'))
  worker.on('message', onMessage).on('error', onError).on('exit', onExit)
  const stop = new AbortController()
  try {
    worker.postMessage(task)
    const watched = await Promise.race([done.promise, watch(progress, stuckMs, stop.signal)])
    if (watched !== 'stuck') return watched
    const stuck = lost(`Scoring made no progress within ${stuckMs} ms.`)
    await worker.terminate()
    return stuck
  } finally {
    stop.abort()
    worker.off('message', onMessage).off('error', onError).off('exit', onExit)
  }
}

/** Resolves when the progress has stood still for so long; never after the signal. */
async function watch(progress: Int32Array, stuckMs: number, signal: AbortSignal): Promise<'stuck'> {
  const stepMs = Math.min(1_000, stuckMs / 4)
  let before = Atomics.load(progress, 0)
  for (let stoodMs = 0; ;) {
    await sleep(stepMs, undefined, { signal, ref: false }).catch(() => undefined)
    if (signal.aborted) return new Promise(() => undefined)
    const now = Atomics.load(progress, 0)
    stoodMs = now === before ? stoodMs + stepMs : 0
    before = now
    if (stoodMs >= (now < 0 ? START_MS : stuckMs)) return 'stuck'
  }
}
