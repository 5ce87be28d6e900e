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
  /** The place of the target under way plus one. */
  progress: Int32Array
}

/** Runs a task in a thread; a thread that makes no progress for `stuckMs` is ended. */
export async function runWatched(thread: Thread, task: ScoreTask, stuckMs: number): Promise<Watched> {
  const { worker, progress } = thread
  Atomics.store(progress, 0, 0)
  const lost = (error: string): Watched => {
    const place = Atomics.load(progress, 0)
    return { kind: 'lost', place: place === 0 ? null : place - 1, error }
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
  for (;;) {
    const before = Atomics.load(progress, 0)
    await sleep(stuckMs, undefined, { signal, ref: false }).catch(() => undefined)
    if (signal.aborted) return new Promise(() => undefined)
    if (Atomics.load(progress, 0) === before) return 'stuck'
  }
}
