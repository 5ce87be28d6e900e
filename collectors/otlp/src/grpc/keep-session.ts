import type { ServerHttp2Session } from 'node:http2'

export interface SessionTimes {
  /** Between two pings of a connection. */
  keepaliveTimeMs: number
  /** Longest wait for the answer to a ping; then the connection counts as dead. */
  keepaliveTimeoutMs: number
  /** A connection without calls for so long is closed; clients open a new one by themselves. */
  maxIdleMs: number
}

/** Ends a connection whose other side is gone or has nothing to send. A call that runs is never cut by being idle. */
export function keepSession(session: ServerHttp2Session, times: SessionTimes): void {
  let calls = 0
  const idle = setTimeout(() => {
    if (calls === 0) session.close()
  }, times.maxIdleMs).unref()
  session.on('stream', (stream) => {
    calls++
    stream.once('close', () => {
      calls--
      idle.refresh()
    })
  })

  let late: NodeJS.Timeout | undefined
  const ping = setInterval(() => {
    if (session.destroyed || late !== undefined) return
    late = setTimeout(() => session.destroy(), times.keepaliveTimeoutMs).unref()
    const isSent = session.ping((error) => {
      clearTimeout(late)
      late = undefined
      if (error !== null) session.destroy()
    })
    if (!isSent) session.destroy()
  }, times.keepaliveTimeMs).unref()

  session.once('close', () => {
    clearTimeout(idle)
    clearInterval(ping)
    clearTimeout(late)
  })
}
