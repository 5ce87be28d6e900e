import { lookup } from 'node:dns/promises'
import type { Config } from '@assay/config/load-config'
import { AssayError } from '@assay/contract/error'
import { startMetricsExport } from '@assay/telemetry/otlp/export-metrics'
import { startRecordExport } from '@assay/telemetry/otlp/export-records'
import { logsRequest } from '@assay/telemetry/otlp/logs-request'
import { openPostOtlp, OwnReceiver } from '@assay/telemetry/otlp/post-otlp'
import { tracesRequest } from '@assay/telemetry/otlp/traces-request'
import type { Logger } from '@assay/telemetry/log'
import type { RunningOtlp } from '../start-otlp.ts'
import type { Telemetry } from '../start-telemetry.ts'
import { VERSION } from '../version.ts'
import { checkSelfOtlp, loopSentence } from './check-self-otlp.ts'

/** Longest wait for a receiver at the start; one that is away is no reason not to start. */
const TRIAL_MS = 5000

/**
 * Sends metrics, spans and logs of this process to where its configuration says.
 *
 * @param options.log which is not exported itself.
 * @throws AssayError `invalid` when ASSAY_SELF_OTLP_URL leads to this process itself.
 */
export async function startSelfExport(options: {
  config: Config
  otlp: RunningOtlp | undefined
  telemetry: Telemetry
  log: Logger
}): Promise<void> {
  const { config, otlp, telemetry, log } = options
  const { exporting, registry, instanceId, installationId } = telemetry
  if (exporting === null) return
  const { target, spans, logs } = exporting
  const { url, headers, variable, signals } = target
  const post = openPostOtlp({ baseUrl: url, headers, instanceId })
  try {
    await checkSelfOtlp({
      url,
      variable,
      ports: otlp ? [otlp.port, otlp.grpcPort] : [],
      publicUrl: config.publicUrl,
      lookup: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
    })
    // A proxy or a forwarded port has any address: what comes back through it knows its sender.
    const trial = openPostOtlp({ baseUrl: url, headers, instanceId, timeoutMs: TRIAL_MS })
    await trial('metrics', { resourceMetrics: [] }).catch((error: unknown) => {
      if (error instanceof OwnReceiver) throw new AssayError('invalid', loopSentence(variable))
    })
  } catch (error) {
    // The standard variable is often set for the programs that send to us.
    if (variable === 'ASSAY_SELF_OTLP_URL' || !(error instanceof AssayError)) throw error
    log.warn(`own telemetry is not exported: ${error.message}`)
    exporting.stop()
    return
  }
  const sender = { version: VERSION, instanceId, installationId }
  const shared = { post, log }
  exporting.sendings.push(
    ...(signals.metrics ? [startMetricsExport({ ...shared, registry, sender, now: Date.now })] : []),
    ...(signals.traces
      ? [
          startRecordExport({
            ...shared,
            signal: 'traces',
            buffer: spans,
            request: (records) => tracesRequest(records, sender),
          }),
        ]
      : []),
    ...(signals.logs
      ? [
          startRecordExport({
            ...shared,
            signal: 'logs',
            buffer: logs,
            request: (records) => logsRequest(records, sender),
          }),
        ]
      : []),
  )
}
