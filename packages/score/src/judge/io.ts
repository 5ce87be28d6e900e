/** Time as an argument. */
export interface Clock {
  /** Milliseconds since 1970, as Date.now gives them. */
  now(): number
  /** Resolves after `ms`, or at once where the signal aborts; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

/** What judges need of the world outside. */
export interface JudgeIo {
  /** The platform's fetch. */
  fetch: (url: string, init: RequestInit) => Promise<Response>
  clock: Clock
  /** Numbers from 0 to below 1. Codes that part data from instructions come of it, so give a source that nobody can foresee. */
  random: () => number
}
