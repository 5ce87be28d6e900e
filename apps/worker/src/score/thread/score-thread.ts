import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import type { ScoreResult, ScoreTask } from './score-task.ts'
import { scoreTargets } from './score-targets.ts'

/** What the thread is given at its start. */
export interface ThreadStart {
  /** One Int32: the place of the target under way plus one; 0 before the first, -1 while the thread starts. */
  progress: SharedArrayBuffer
}

/** What the thread answers to a task. */
export type ThreadAnswer = { kind: 'done'; result: ScoreResult } | { kind: 'failed'; error: string }

if (parentPort === null) throw new Error('score-thread.ts runs in a worker thread only')
const port = parentPort
yieldToOthers()
const progress = new Int32Array((workerData as ThreadStart).progress)

port.on('message', (task: ScoreTask) => {
  const answer = (said: ThreadAnswer) => port.postMessage(said)
  try {
    const onTarget = (place: number) => void Atomics.store(progress, 0, place + 1)
    answer({ kind: 'done', result: scoreTargets(task, onTarget, () => performance.now()) })
  } catch (error) {
    answer({ kind: 'failed', error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
})

Atomics.store(progress, 0, 0)

/** Senders wait for acknowledgements, nobody waits for a score: where processors are short, the thread has a tenth of a share. Linux only. */
function yieldToOthers(): void {
  if (process.platform !== 'linux') return
  try {
    // `<pid>/task/<thread>`
    setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), 19)
  } catch {
    // The system forbids it: then it has its share as before.
  }
}
