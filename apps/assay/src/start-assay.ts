import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import type { Config } from '@assay/config/load-config'
import { ensureAuthSecret } from '@assay/store/postgres/installation/ensure-auth-secret'
import { createKeyResolver } from '@assay/store/postgres/keys/create-key-resolver'
import { createSecretBox } from '@assay/store/postgres/judge/secret-box'
import type { Logger } from '@assay/telemetry/log'
import { createClosing, type Closing } from './closing.ts'
import { installationId } from './installation-id.ts'
import { isLoopback } from './is-loopback.ts'
import { lockDataDir } from './lock-data-dir.ts'
import { openStores } from './open-stores.ts'
import { secretKey } from './secret-key.ts'
import { serveHttp } from './serve-http.ts'
import { startApi } from './start-api.ts'
import { serveMetrics } from './serve-metrics.ts'
import { startOtlp } from './start-otlp.ts'
import { startSpool } from './start-spool.ts'
import { startSelfExport } from './own-export/start-self-export.ts'
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
  plainLog: Logger,
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
  const authSecret = await ensureAuthSecret(stores.postgres.pool, () => randomBytes(32).toString('base64url'))
  const telemetry = startTelemetry({
    config,
    log: plainLog,
    closing,
    installationId: installationId(authSecret),
  })
  const { log } = telemetry
  const spooling = await startSpool({ config, stores, log, closing, telemetry })
  const isWorker = has('worker')
  const queue = await startWorker({ config, stores, spooling, telemetry, log, closing, isWorker, secretBox })
  const otlp = has('otlp')
    ? await startOtlp({ config, stores, log, closing, telemetry, spooling })
    : undefined
  if (otlp) http?.setOtlpPort(otlp.port)
  await startSelfExport({ config, otlp, telemetry, log: plainLog })
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
    http.setApi(
      startApi({
        config,
        stores,
        queue,
        spooling,
        otlp,
        telemetry,
        closing,
        publicUrl,
        secretBox,
        authSecret,
      }),
    )
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
