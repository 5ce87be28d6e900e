import type { Logger } from '@assay/telemetry/log'

/** Warns of what may come many times a second: each message once per `everyMs`, with how often it came since the last time. */
export function warnSeldom(
  log: Logger,
  everyMs: number,
  now: () => number,
): (message: string, error: unknown) => void {
  const said = new Map<string, { at: number; times: number }>()
  return (message, error) => {
    const last = said.get(message)
    if (last && now() - last.at < everyMs) {
      last.times += 1
      return
    }
    log.warn(message, {
      error: error instanceof Error ? error.message : String(error),
      times: (last?.times ?? 0) + 1,
    })
    said.set(message, { at: now(), times: 0 })
  }
}
