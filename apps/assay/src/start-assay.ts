import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import type { Config } from '@assay/config/load-config'
import { createKeyResolver } from '@assay/store/postgres/keys/create-key-resolver'
import { createSecretBox } from '@assay/store/postgres/judge/secret-box'
import type { Logger } from '@assay/telemetry/log'
import { createClosing, type Closing } from './closing.ts'
import { isLoopback } from './is-loopback.ts'
import { lockDataDir } from './lock-data-dir.ts'
import { openStores } from './open-stores.ts'
import { secretKey } from './secret-key.ts'
import { serveHttp } from './serve-http.ts'
import { startApi } from './start-api.ts'
import { serveMetrics } from './serve-metrics.ts'
import { startOtlp } from './start-otlp.ts'
import { startSpool } from './start-spool.ts'
import { startSelfExport } from './start-self-export.ts'
import { startTelemetry } from './start-telemetry.ts'
import { startWorker } from './start-worker.ts'
import { mountUi } from './mount-ui.ts'

export interface RunningAssay {
  /** Undefined where this process has not the role. */
  uiUrl: string | undefined
  apiUrl: string | undefined
  otlpHttpUrl: string | undefined
  otlpGrpcUrl: string | undefined
  /** Finishes what is under way, then lets go of everything. Spans that wait on disk are loaded at the next start. */
  close(): Promise<void>
}

/**
 * Takes the data directory, opens and migrates the stores, and starts the roles of `config`. What was begun is ended
 * again when a later part fails.
 *
 * @throws AssayError `conflict` when the directory or a port is in use; `unavailable` when a store does not answer.
 */
export async function startAssay(config: Config, log: Logger): Promise<RunningAssay> {
  const closing = createClosing()
  try {
    const running = await startRoles({ ...config, dataDir: resolve(config.dataDir) }, log, closing)
    return { ...running, close: () => closing.close() }
  } catch (error) {
    await closing.close().catch((cause: unknown) => log.warn('could not end all', { error: String(cause) }))
    throw error
  }
}

async function startRoles(
  config: Config,
  log: Logger,
  closing: Closing,
): Promise<Omit<RunningAssay, 'close'>> {
  const has = (role: Config['roles'][number]) => config.roles.includes(role)
  const servesHttp = has('api') || has('ui')
  // Taken first: it is the quickest to fail, and a taken port should not cost a migration.
  const http = servesHttp
    ? await serveHttp({ host: config.host, port: config.httpPort, portVariable: 'ASSAY_HTTP_PORT' })
    : undefined
  if (http) closing.add(() => http.close())
  const ownUrl = http ? urlOf(config.host, http.port) : undefined

  if (!(has('api') || has('otlp') || has('worker'))) {
    if (http && config.apiUrl)
      http.setUi(await mountUi({ apiUrl: config.apiUrl, publicUrl: config.publicUrl }))
    return {
      uiUrl: config.publicUrl ?? ownUrl,
      apiUrl: undefined,
      otlpHttpUrl: undefined,
      otlpGrpcUrl: undefined,
    }
  }

  const lock = lockDataDir(config.dataDir, process.pid)
  closing.add(() => lock.release())
  const secret = secretKey(config.secretKey, config.dataDir, randomBytes)
  const secretBox = createSecretBox(secret, randomBytes)
  const stores = await openStores(config)
  closing.add(() => stores.close())
  const telemetry = startTelemetry(closing)
  const spooling = await startSpool({ config, stores, log, closing, telemetry })
  const isWorker = has('worker')
  const queue = await startWorker({ config, stores, spooling, telemetry, log, closing, isWorker, secretBox })
  const otlp = has('otlp')
    ? await startOtlp({ config, stores, log, closing, telemetry, spooling })
    : undefined
  if (otlp) http?.setOtlpPort(otlp.port)
  await startSelfExport({ config, otlp, telemetry, log, closing })
  http?.setMetrics(
    serveMetrics({
      registry: telemetry.registry,
      resolveKey: createKeyResolver({
        pool: stores.postgres.pool,
        bootstrapKey: config.bootstrapKey,
        now: () => new Date(),
      }),
      isLocal: isLoopback(config.host) && config.publicUrl === undefined,
      log,
    }),
  )
  if (http && ownUrl && has('api')) {
    const publicUrl = config.publicUrl ?? ownUrl
    http.setApi(await startApi({ config, stores, queue, spooling, otlp, log, closing, publicUrl, secretBox }))
  }
  if (http && ownUrl && has('ui')) {
    http.setUi(await mountUi({ apiUrl: config.apiUrl ?? ownUrl, publicUrl: config.publicUrl }))
  }
  return {
    uiUrl: has('ui') ? (config.publicUrl ?? ownUrl) : undefined,
    apiUrl: has('api') ? (config.publicUrl ?? ownUrl) : undefined,
    otlpHttpUrl: otlp ? urlOf(config.host, otlp.port) : undefined,
    otlpGrpcUrl: otlp ? urlOf(config.host, otlp.grpcPort) : undefined,
  }
}

/** An address that opens on this machine: a wildcard host is no place to go to. */
function urlOf(host: string, port: number): string {
  if (host === '0.0.0.0' || host === '::') return `http://127.0.0.1:${port}`
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
