import type { Logger } from '../log.ts'
import type { Registry } from '../metrics/registry.ts'
import { metricsRequest } from './metrics-request.ts'
import type { PostOtlp } from './post-otlp.ts'
import type { Sender } from './resource.ts'
import { startSending, type Sending } from './start-sending.ts'

/**
 * Sends the metrics of this process every `everyMs`. What cannot be sent is dropped: the counts are cumulative, so the next one makes up
 * for it. A failure is logged when it begins.
 *
 * @param options.now clock in Unix milliseconds.
 */
export function startMetricsExport(options: {
  post: PostOtlp
  /** Default 30,000. */
  everyMs?: number
  registry: Registry
  sender: Sender
  log: Logger
  now: () => number
}): Sending {
  const { post, registry, sender, log, now } = options
  const startMs = now()
  return startSending({
    what: 'metrics',
    everyMs: options.everyMs ?? 30_000,
    log,
    send: () => post('metrics', metricsRequest(registry.collect(), sender, { startMs, nowMs: now() })),
  })
}
