import type { TraceSummary } from '@assay/contract/api/trace'
import { readEvents } from './read-events.ts'

export type TailStatus = 'off' | 'connecting' | 'live' | 'waiting'

const RETRY_MS = [1000, 2000, 5000, 10_000] as const
/** The server says something every 15 seconds: after three times as long the connection is dead, whatever TCP thinks. */
const SILENCE_MS = 45_000

/**
 * The live tail of a trace list: calls `arrive` with what came since the last frame. A connection that breaks is
 * opened again after 1, 2, 5, then every 10 seconds and resumes where it broke (`Last-Event-ID`).
 */
export class LiveTail {
  status = $state<TailStatus>('off')
  #stop: AbortController | null = null

  /** `resumeFrom` is the arrival number after which to begin; null begins now. */
  start(path: string, resumeFrom: string | null, arrive: (traces: TraceSummary[]) => void): void {
    this.stop()
    const stop = new AbortController()
    this.#stop = stop
    void this.#run(path, resumeFrom, arrive, stop.signal)
  }

  stop(): void {
    this.#stop?.abort()
    this.#stop = null
    this.status = 'off'
  }

  async #run(
    path: string,
    resumeFrom: string | null,
    arrive: (traces: TraceSummary[]) => void,
    signal: AbortSignal,
  ): Promise<void> {
    let lastId = resumeFrom
    let failures = 0
    while (!signal.aborted) {
      this.status = failures === 0 ? 'connecting' : 'waiting'
      try {
        const headers: Record<string, string> = { accept: 'text/event-stream' }
        if (lastId !== null) headers['last-event-id'] = lastId
        const response = await fetch(path, { headers, signal })
        if (!response.ok || response.body === null) throw new Error(`tail answered ${response.status}`)
        this.status = 'live'
        failures = 0
        for await (const events of batches(response.body)) {
          if (signal.aborted) return
          lastId = events.findLast(({ id }) => id !== null)?.id ?? lastId
          const traces = events
            .filter(({ event }) => event === 'trace')
            .map(({ data }) => JSON.parse(data) as TraceSummary)
          if (traces.length > 0) arrive(traces)
        }
      } catch {
        // Whatever broke it, the answer is the same: wait, then resume.
      }
      if (signal.aborted) return
      this.status = 'waiting'
      await pause(RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)] ?? 10_000, signal)
    }
  }
}

async function* batches(body: ReadableStream<Uint8Array>) {
  const reader = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader()
  let text = ''
  for (;;) {
    const silence = setTimeout(() => void reader.cancel(), SILENCE_MS)
    const { done, value } = await reader.read().finally(() => clearTimeout(silence))
    if (done) return
    const { events, rest } = readEvents(text + value)
    text = rest
    if (events.length > 0) yield events
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
