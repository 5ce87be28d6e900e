import type { Logger } from '../log.ts'
import type { Registry } from '../metrics/registry.ts'
import { INSTANCE_HEADER } from './instance-header.ts'
import { metricsRequest, type Sender } from './metrics-request.ts'

export interface MetricsExport {
  /** Sends once more and ends. */
  close(): Promise<void>
}

const TIMEOUT_MS = 10_000

/**
 * Sends the metrics of this process to `<baseUrl>/v1/metrics` by OTLP/HTTP in JSON, every `everyMs`. What cannot be sent
 * is dropped: the counts are cumulative, so the next one makes up for it. A failure is logged when it begins.
 *
 * @param options.now clock in Unix milliseconds.
 */
export function startMetricsExport(options: {
  baseUrl: string
  /** Default 30,000. */
  everyMs?: number
  registry: Registry
  sender: Sender
  log: Logger
  now: () => number
  fetch?: typeof globalThis.fetch
}): MetricsExport {
  const { registry, sender, log, now } = options
  const send = options.fetch ?? globalThis.fetch
  const base = new URL(options.baseUrl)
  // `fetch` takes no name and password in an address.
  const authorization =
    base.username === ''
      ? null
      : `Basic ${Buffer.from(`${decodeURIComponent(base.username)}:${decodeURIComponent(base.password)}`).toString('base64')}`
  base.username = base.password = ''
  const url = new URL(`${base.pathname.replace(/\/$/, '')}/v1/metrics`, base)
  const startMs = now()
  let isFailing = false
  let sending: Promise<void> | null = null

  const sendOnce = async () => {
    try {
      const answer = await send(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          [INSTANCE_HEADER]: sender.instanceId,
          ...(authorization && { authorization }),
        },
        body: JSON.stringify(metricsRequest(registry.collect(), sender, { startMs, nowMs: now() })),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      await answer.arrayBuffer()
      if (!answer.ok) throw new Error(`the receiver answered ${answer.status}`)
      isFailing = false
    } catch (error) {
      if (!isFailing) log.warn('own metrics could not be sent', { error: String(error) })
      isFailing = true
    }
  }
  const tick = (): Promise<void> => {
    sending ??= sendOnce().finally(() => (sending = null))
    return sending
  }
  const timer = setInterval(() => void tick(), options.everyMs ?? 30_000)
  timer.unref()
  return {
    async close() {
      clearInterval(timer)
      await sending
      await tick()
    },
  }
}
