import { Worker } from 'node:worker_threads'
import { AssayError } from '@assay/contract/error'
import type { DriftResult, DriftTask } from './drift-task.ts'

const HEAP_MB = 768
/** Some seconds of work, and many where processors are short. */
const LONGEST_MS = 600_000

/**
 * Compares in a thread of its own, so that nothing else in the process waits.
 *
 * @throws AssayError `internal` when it fails or takes longer than ten minutes; `unavailable` when the signal ends it.
 */
export function runInThread(task: DriftTask, signal: AbortSignal): Promise<DriftResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./drift-thread.ts', import.meta.url), {
      workerData: task,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    })
    const end = (settle: () => void) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      settle()
      void worker.terminate()
    }
    const fail = (sentence: string, cause?: unknown) =>
      end(() => reject(new AssayError('internal', sentence, undefined, cause)))
    const onAbort = () => end(() => reject(new AssayError('unavailable', 'the watch for drift is stopping')))
    const timer = setTimeout(() => fail('the comparison for drift took too long'), LONGEST_MS)
    signal.addEventListener('abort', onAbort)
    if (signal.aborted) onAbort()
    worker.on('message', (result: DriftResult) => end(() => resolve(result)))
    worker.on('error', (error: Error) => fail(`the comparison for drift failed: ${error.message}`, error))
    worker.on('exit', () => fail('the thread of the comparison for drift ended'))
  })
}
