import { setTimeout as sleep } from 'node:timers/promises'
import { BOOTSTRAP_KEY } from '../../int/start-process.ts'
import type { Stage } from './open-stage.ts'

const PATIENCE_MS = 30_000

/** What the API answers under a path of the default project; null where it finds nothing. */
export async function askApi<T>(stage: Stage, path: string): Promise<T | null> {
  const answer = await fetch(`${stage.url}/api/v1/projects/default${path}`, {
    headers: { authorization: `Bearer ${BOOTSTRAP_KEY}` },
  })
  const body = (await answer.json()) as T
  if (answer.status === 404) return null
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(body)}`)
  return body
}

/** Asks until the answer is yes; fails with the sentence after 30 seconds. */
export async function until(sentence: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`not within 30 seconds: ${sentence}`)
    await sleep(50)
  }
}

/** Waits until a trace can be read with at least so many spans. */
export async function untilStored(stage: Stage, traceId: string, spanCount: number): Promise<void> {
  await until(`trace ${traceId} has ${spanCount} spans`, async () => {
    const trace = await askApi<{ summary: { spanCount: number } }>(stage, `/traces/${traceId}`)
    return (trace?.summary.spanCount ?? 0) >= spanCount
  })
}
