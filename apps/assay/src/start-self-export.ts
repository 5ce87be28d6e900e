import { lookup } from 'node:dns/promises'
import type { Config } from '@assay/config/load-config'
import { startMetricsExport } from '@assay/telemetry/otlp/export-metrics'
import type { Logger } from '@assay/telemetry/log'
import { checkSelfOtlp } from './check-self-otlp.ts'
import type { Closing } from './closing.ts'
import type { RunningOtlp } from './start-otlp.ts'
import type { Telemetry } from './start-telemetry.ts'
import { VERSION } from './version.ts'

/**
 * Sends the metrics of this process to ASSAY_SELF_OTLP_URL, where it is set.
 *
 * @throws AssayError `invalid` when that is this process itself.
 */
export async function startSelfExport(options: {
  config: Config
  otlp: RunningOtlp | undefined
  telemetry: Telemetry
  log: Logger
  closing: Closing
}): Promise<void> {
  const { config, otlp, telemetry, log, closing } = options
  if (config.selfOtlpUrl === undefined) return
  await checkSelfOtlp({
    url: config.selfOtlpUrl,
    ports: otlp ? [otlp.port, otlp.grpcPort] : [],
    publicUrl: config.publicUrl,
    lookup: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  })
  const sending = startMetricsExport({
    baseUrl: config.selfOtlpUrl,
    registry: telemetry.registry,
    sender: { version: VERSION, instanceId: telemetry.instanceId },
    log,
    now: Date.now,
  })
  closing.add(() => sending.close())
}
