import { randomBytes } from 'node:crypto'
import { getConnInfo } from '@hono/node-server/conninfo'
import { getRequestListener } from '@hono/node-server'
import { createApi } from '@assay/api/create-api'
import type { Config } from '@assay/config/load-config'
import type { IngestAnswer } from '@assay/contract/api/ingest'
import { AssayError } from '@assay/contract/error'
import { priceTable } from '@assay/normalise/price/price-table'
import type { JobQueue } from '@assay/queue/open-queue'
import type { SecretBox } from '@assay/store/postgres/judge/secret-box'
import { createAppendScores } from './append-scores.ts'
import type { Closing } from './closing.ts'
import { JUDGE_IO } from './judge-io.ts'
import type { RunningOtlp } from './start-otlp.ts'
import type { RunningSpool } from './start-spool.ts'
import type { NodeHandler } from './serve-http.ts'
import type { Stores } from './open-stores.ts'
import type { Telemetry } from './start-telemetry.ts'
import { VERSION } from './version.ts'

/** The API of this process, as a handler for its HTTP server. */
export function startApi(options: {
  config: Config
  stores: Stores
  queue: JobQueue
  spooling: RunningSpool
  otlp: RunningOtlp | undefined
  telemetry: Telemetry
  closing: Closing
  publicUrl: string
  secretBox: SecretBox
  authSecret: string
}): NodeHandler {
  const { config, stores, queue, spooling, otlp, telemetry, closing, publicUrl, secretBox } = options
  const { pool } = stores.postgres
  const stop = new AbortController()
  closing.add(() => stop.abort())
  const api = createApi({
    pool,
    ch: stores.clickhouse,
    logger: telemetry.log,
    tracer: telemetry.tracer,
    version: VERSION,
    publicUrl,
    authSecret: options.authSecret,
    bootstrapKey: config.bootstrapKey,
    ingest: otlp ? { port: otlp.port, grpcPort: otlp.grpcPort, isKeyNeeded: !otlp.allowsAnonymous } : null,
    spool: () => (otlp ? spoolState(otlp) : null),
    prices: priceTable,
    checks: [
      { name: 'clickhouse', run: () => stores.clickhouse.ping() },
      { name: 'postgres', run: async () => void (await pool.query('SELECT 1')) },
      { name: 'queue', run: () => queue.ping() },
      { name: 'worker', run: () => queue.assertConsumed() },
      ...(otlp ? [{ name: 'spool', run: () => checkSpool(otlp) }] : []),
    ],
    secretBox,
    judgeIo: JUDGE_IO,
    appendScores: createAppendScores(spooling),
    eraseProject: (projectId) => queue.add('project.erase', { projectId }),
    runDrift: (projectId) => queue.add('drift.run', { projectId, trigger: 'person' }),
    clientAddress: (c) => getConnInfo(c).remote.address ?? null,
    now: () => new Date(),
    clock: () => performance.now(),
    newId: () => randomBytes(16).toString('hex'),
    randomBytes,
    stopping: stop.signal,
  })
  const listener = getRequestListener(api.fetch)
  return (req, res) => void listener(req, res)
}

/** The spool takes rows when it can write to the disk and is not full. */
async function checkSpool({ spool }: RunningOtlp): Promise<void> {
  const { bytes, maxBytes } = spool.stats()
  if (bytes >= maxBytes) {
    throw new AssayError('unavailable', 'the spool is full: ClickHouse does not keep up or is away')
  }
  await spool.append([])
}

function spoolState({ spool }: RunningOtlp): IngestAnswer['spool'] {
  const { bytes, maxBytes, segments, oldestAgeMs, quarantinedSegments } = spool.stats()
  return {
    bytes,
    limitBytes: maxBytes,
    segments,
    oldestAgeMs: segments === 0 ? null : oldestAgeMs,
    quarantinedSegments,
  }
}
