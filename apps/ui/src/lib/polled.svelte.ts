import { callApi } from '#lib/api.ts'

const EVERY_MS = 10_000

/** An answer of the API that is asked for again every ten seconds while the page is seen; null before the first. What fails leaves the last. */
export class Polled<T> {
  answer = $state.raw<T | null>(null)

  /** Begins to ask; returns how to end. For `$effect`. */
  watch(path: string): () => void {
    const stop = new AbortController()
    const ask = async () => {
      if (document.hidden) return
      try {
        this.answer = await callApi<T>(fetch, path, { signal: stop.signal })
      } catch {
        // The page shows the last answer; a session that is over shows at the next step anyway.
      }
    }
    void ask()
    const timer = setInterval(() => void ask(), EVERY_MS)
    return () => {
      stop.abort()
      clearInterval(timer)
    }
  }
}
