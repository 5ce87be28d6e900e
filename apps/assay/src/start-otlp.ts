import { randomUUID } from 'node:crypto'
import { createIngestAuthenticator } from '@assay/store/postgres/keys/authenticate-ingest'
import type { Spool } from '@assay/spool/spool'
import { timeWindow } from '@assay/collector-otlp/decode/time-window'
import { openReceiver } from '@assay/collector-otlp/open-receiver'
import { startOtlpGrpc } from '@assay/collector-otlp/start-otlp-grpc'
import { startOtlpHttp } from '@assay/collector-otlp/start-otlp-http'
import type { Config } from '@assay/config/load-config'
import type { Logger } from '@assay/telemetry/log'
import type { Closing } from './closing.ts'
import { addCollectorMetrics } from './collector-metrics.ts'
import { isLoopback } from './is-loopback.ts'
import { portTaken } from './port-taken.ts'
import type { RunningSpool } from './start-spool.ts'
import type { Telemetry } from './start-telemetry.ts'
import type { Stores } from './open-stores.ts'

export interface RunningOtlp {
  port: number
  grpcPort: number
  spool: Spool
  /** Spans without a key go to the default project. */
  allowsAnonymous: boolean
}

/** The collector: OTLP in, rows to the spool. */
export async function startOtlp(options: {
  config: Config
  stores: Stores
  log: Logger
  closing: Closing
  telemetry: Telemetry
  spooling: RunningSpool
}): Promise<RunningOtlp> {
  const { config, stores, log, closing, telemetry } = options
  const { spool, loader, statsWriter, nextVersion } = options.spooling
  const allowsAnonymous =
    isLoopback(config.host) && stores.clickhouse.isEmbedded && stores.postgres.isEmbedded
  const receiver = openReceiver({
    spool,
    authenticate: createIngestAuthenticator({
      pool: stores.postgres.pool,
      bootstrapKey: config.bootstrapKey,
      allowAnonymous: allowsAnonymous,
      now: () => new Date(),
    }),
    nextVersion,
    timeWindow: () => timeWindow(new Date()),
    newRequestId: randomUUID,
    log,
    ingest: telemetry.ingest,
    instanceId: telemetry.instanceId,
    installationId: telemetry.installationId,
    tracer: telemetry.tracer,
  })
  addCollectorMetrics(telemetry, { receiver, spool, loader })
  const { host, otlpHttpPort, otlpGrpcPort } = config
  const servers: { close(): Promise<void> }[] = []
  closing.add(async () => {
    await Promise.all(servers.map((server) => server.close()))
    // What was acknowledged becomes visible before the process ends; what does not make it waits on disk.
    statsWriter.stop()
    await statsWriter.flush()
    await spool.seal()
    await Promise.race([loader.idle(), new Promise((resolve) => setTimeout(resolve, 10_000).unref())])
    // What became visible just now is counted at the next start.
    await statsWriter.flush()
  })
  const http = await startOtlpHttp(receiver, { host, port: otlpHttpPort }).catch((error: unknown) => {
    throw portTaken(error, host, otlpHttpPort, 'ASSAY_OTLP_HTTP_PORT')
  })
  servers.push(http)
  const grpc = await startOtlpGrpc(receiver, { host, port: otlpGrpcPort }).catch((error: unknown) => {
    throw portTaken(error, host, otlpGrpcPort, 'ASSAY_OTLP_GRPC_PORT')
  })
  servers.push(grpc)
  return { port: http.port, grpcPort: grpc.port, spool, allowsAnonymous }
}
