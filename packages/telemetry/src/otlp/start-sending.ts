import type { Logger } from '../log.ts'

export interface Sending {
  /** Sends once more and ends. */
  close(): Promise<void>
}

/** Calls `send` every `everyMs`, once at a time, and at the end; a failure is logged when it begins. */
export function startSending(options: {
  /** Such as `metrics`. */
  what: string
  everyMs: number
  log: Logger
  send: () => Promise<void>
}): Sending {
  let isFailing = false
  let sending: Promise<void> | null = null
  const sendOnce = async () => {
    try {
      await options.send()
      isFailing = false
    } catch (error) {
      if (!isFailing) options.log.warn(`own ${options.what} could not be sent`, { error: String(error) })
      isFailing = true
    }
  }
  const tick = (): Promise<void> => {
    sending ??= sendOnce().finally(() => (sending = null))
    return sending
  }
  const timer = setInterval(() => void tick(), options.everyMs)
  timer.unref()
  return {
    async close() {
      clearInterval(timer)
      await sending
      await tick()
    },
  }
}
