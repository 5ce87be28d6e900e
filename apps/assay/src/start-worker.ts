import { openQueue, type JobQueue } from '@assay/queue/open-queue'
import { createHandlers } from '@assay/worker/handlers'
import type { Config } from '@assay/config/load-config'
import type { Logger } from '@assay/telemetry/log'
import type { Closing } from './closing.ts'
import type { Stores } from './open-stores.ts'

const SWEEP_MS = 3_600_000

/** Opens the queue for whoever adds jobs, and works them where this process is a worker. */
export async function startWorker(options: {
  config: Config
  stores: Stores
  log: Logger
  closing: Closing
  isWorker: boolean
}): Promise<JobQueue> {
  const { config, stores, log, closing } = options
  const { pool } = stores.postgres
  const queue = await openQueue(config.redisUrl ? { redisUrl: config.redisUrl } : { pool }, log)
  closing.add(() => queue.close())
  if (options.isWorker) {
    const handlers = createHandlers({
      clickhouse: stores.clickhouse,
      pool,
      now: () => new Date(),
      log,
    })
    queue.work(handlers, 2)
    await queue.every('retention.sweep', SWEEP_MS)
  }
  return queue
}
