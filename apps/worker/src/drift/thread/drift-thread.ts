import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { doDriftTask } from './do-drift-task.ts'
import type { DriftTask } from './drift-task.ts'

if (parentPort === null) throw new Error('drift-thread.ts runs in a worker thread only')
yieldToOthers()
parentPort.postMessage(doDriftTask(workerData as DriftTask))

/** Nobody waits for a test: where processors are short, the thread has a fiftieth of a share. Linux only. */
function yieldToOthers(): void {
  if (process.platform !== 'linux') return
  try {
    // `<pid>/task/<thread>`
    setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), 19)
  } catch {
    // The system forbids it: then it has its share as before.
  }
}
