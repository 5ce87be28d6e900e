import { expect, test, vi } from 'vitest'
import { openQueue } from '@assay/queue/open-queue'
import { silentLogger } from '@assay/telemetry/log'
import { openMemoryPostgres } from '../../runner/laid-postgres.ts'
import { HANDS, handlersWith, QUICK } from './stores.ts'

test('queues and their workers add no listener to the pool that they share, however often they are opened', async () => {
  const postgres = await openMemoryPostgres()
  const { pool } = postgres
  const before = pool.listenerCount('error')
  const done: string[] = []
  const queues = []
  for (let opened = 0; opened < 3; opened++) {
    const queue = await openQueue({ pool }, silentLogger, QUICK)
    queue.work(handlersWith({ 'segment.loaded': async ({ workId }) => void done.push(workId) }), HANDS)
    queues.push(queue)
  }
  await queues[0]!.add('segment.loaded', { workId: 'w' })
  await vi.waitFor(() => expect(done).toEqual(['w']), { timeout: 60_000 })
  expect(pool.listenerCount('error')).toBe(before)
  for (const queue of queues) await queue.close()
  await postgres.close()
}, 120_000)
