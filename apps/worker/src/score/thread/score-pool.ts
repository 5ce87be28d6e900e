import { Worker } from 'node:worker_threads'
import { AssayError } from '@assay/contract/error'
import type { Burial } from '@assay/store/postgres/scoring/bury-targets'
import type { ThreadStart } from './score-thread.ts'
import type { ScoreResult, ScoreTask } from './score-task.ts'
import { runWatched, type Thread } from './watched-thread.ts'

export interface PoolOptions {
  threads: number
  /** A target may take so long. */
  stuckMs: number
  /** Tasks that may wait for a thread. */
  waitingLimit?: number
  /** The module that a thread runs; another one stands in for a sample that hangs. */
  script?: URL
  onReplaced?: (error: string) => void
}

/** Threads that score, so that nothing else in the process waits for an evaluator. */
export interface ScorePool {
  /**
   * Scores a task. A target that a thread hangs or dies on is left out and answered among the dead; the others are scored.
   *
   * @throws AssayError `unavailable` when too many tasks wait, or the pool closes.
   */
  run(task: ScoreTask): Promise<ScoreResult>
  stats(): { busy: number; waiting: number; replaced: number }
  close(): Promise<void>
}

/** Heap of one thread: a task holds some megabytes, and the models of the evaluators some more. */
const HEAP_MB = 768

export function createScorePool(options: PoolOptions): ScorePool {
  const { threads: size, stuckMs, waitingLimit = 32 } = options
  const script = options.script ?? new URL('./score-thread.ts', import.meta.url)
  const idle: Thread[] = []
  const waiting: PromiseWithResolvers<Thread>[] = []
  const all = new Set<Thread>()
  const state = { busy: 0, replaced: 0, isClosed: false }

  const start = (): Thread => {
    const progress = new SharedArrayBuffer(4)
    const workerData: ThreadStart = { progress }
    new Int32Array(progress)[0] = -1
    const worker = new Worker(script, { workerData, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } })
    const thread = { worker, progress: new Int32Array(progress) }
    worker.on('error', () => undefined)
    worker.on('exit', () => void all.delete(thread))
    worker.unref()
    all.add(thread)
    return thread
  }
  const closed = () => new AssayError('unavailable', 'scoring is stopping')
  const take = (): Promise<Thread> => {
    if (state.isClosed) return Promise.reject(closed())
    for (let free = idle.pop(); free !== undefined; free = idle.pop())
      if (all.has(free)) return Promise.resolve(free)
    if (all.size < size) return Promise.resolve(start())
    if (waiting.length >= waitingLimit)
      return Promise.reject(new AssayError('unavailable', 'too many samples wait to be scored'))
    const place = Promise.withResolvers<Thread>()
    waiting.push(place)
    return place.promise
  }
  const giveBack = (thread: Thread) => {
    const next = waiting.shift()
    if (next === undefined) idle.push(thread)
    else next.resolve(thread)
  }

  return {
    async run(task) {
      const dead: Burial[] = []
      let targets = task.targets
      let thread = await take()
      state.busy++
      try {
        for (;;) {
          const watched = await runWatched(thread, { ...task, targets }, stuckMs)
          if (state.isClosed) throw closed()
          if (watched.kind === 'done') return { ...watched.result, dead: [...dead, ...watched.result.dead] }
          if (watched.kind === 'failed') throw new AssayError('internal', watched.error)
          state.replaced++
          options.onReplaced?.(watched.error)
          thread = start()
          const target = watched.place === null ? undefined : targets[watched.place]
          if (target === undefined) throw new AssayError('internal', watched.error)
          dead.push({ stage: 'evaluate', target, evaluator: '', error: watched.error, attempts: 1 })
          targets = targets.toSpliced(watched.place ?? 0, 1)
        }
      } finally {
        state.busy--
        if (!state.isClosed) giveBack(thread)
      }
    },
    stats: () => ({ busy: state.busy, waiting: waiting.length, replaced: state.replaced }),
    async close() {
      state.isClosed = true
      for (const place of waiting.splice(0)) place.reject(closed())
      await Promise.all([...all].map(({ worker }) => worker.terminate()))
    },
  }
}
