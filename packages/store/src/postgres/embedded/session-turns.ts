/** Gives one holder at a time the only session of the embedded Postgres; the others wait in order of arrival. */
export interface SessionTurns {
  /** Resolves when it is the caller's turn. */
  take(): Promise<void>
  /** Ends the turn. */
  give(): void
}

export function createSessionTurns(): SessionTurns {
  const waiting: (() => void)[] = []
  let isTaken = false
  return {
    take() {
      if (!isTaken) {
        isTaken = true
        return Promise.resolve()
      }
      return new Promise((resolve) => waiting.push(resolve))
    },
    give() {
      const next = waiting.shift()
      if (next) next()
      else isTaken = false
    },
  }
}
