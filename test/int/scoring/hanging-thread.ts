import { parentPort, workerData } from 'node:worker_threads'
import type { ScoreTask } from '@assay/worker/score/thread/score-task'
import type { ThreadStart } from '@assay/worker/score/thread/score-thread'
import { scoreTargets } from '@assay/worker/score/thread/score-targets'
import { DIES, HANGS } from './spans.ts'

const progress = new Int32Array((workerData as ThreadStart).progress)
parentPort?.on('message', (task: ScoreTask) => {
  const onTarget = (place: number) => {
    Atomics.store(progress, 0, place + 1)
    const target = task.targets[place]
    if (target?.target !== 'span') return
    if (target.spanId === DIES) process.exit(1)
    while (target.spanId === HANGS);
  }
  const result = scoreTargets(task, onTarget, () => performance.now())
  parentPort?.postMessage({ kind: 'done', result })
})
Atomics.store(progress, 0, 0)
