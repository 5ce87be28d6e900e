/** A request's right to work; others wait. */
export interface Turn {
  /** Call between pieces of work: lets acknowledgements out when it is time, and other requests in when this one is long. */
  goOn(): Promise<void> | void
  end(): void
}

/** Lets requests work one after the other, so that the first is answered before the last is begun. */
export interface Turns {
  /** Resolves when it is this request's turn. */
  take(): Promise<Turn>
}

/** Longest time that the process does nothing but one request. */
const BREATH_MS = 6
/** A request that works longer goes behind those that wait, so that a large one does not hold up small ones. */
const LONG_MS = 40

/** @param monotonicMs Milliseconds of a clock that never goes back. */
export function createTurns(monotonicMs: () => number): Turns {
  const waiting: (() => void)[] = []
  let isTaken = false

  const wait = () => new Promise<void>((resolve) => waiting.push(resolve))
  /** The next one begins after input and output had their chance. */
  const handOver = () => {
    const next = waiting.shift()
    if (next === undefined) isTaken = false
    else setImmediate(next)
  }

  return {
    async take() {
      if (isTaken) await wait()
      isTaken = true
      let begun = monotonicMs()
      let breath = begun
      const rest = async () => {
        if (monotonicMs() - begun < LONG_MS || waiting.length === 0) {
          await new Promise((resolve) => setImmediate(resolve))
        } else {
          const again = wait()
          handOver()
          await again
          begun = monotonicMs()
        }
        breath = monotonicMs()
      }
      return {
        goOn: () => (monotonicMs() - breath < BREATH_MS ? undefined : rest()),
        end: handOver,
      }
    },
  }
}
