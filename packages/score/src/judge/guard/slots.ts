/** Places for what may run at the same time; others wait in the order they came. */
export interface Slots {
  /** Waits for a place and answers how to give it back, once; `full` where too many wait, `aborted` where the signal aborts first. */
  take(signal: AbortSignal): Promise<(() => void) | 'full' | 'aborted'>
  /** How many run and wait. */
  readonly counts: { running: number; waiting: number }
}

/** `limit` may run at a time, `waitingLimit` wait. */
export function createSlots(limit: number, waitingLimit: number): Slots {
  const waiting: (() => void)[] = []
  const counts = { running: 0, waiting: 0 }
  const giveBack = () => {
    let isBack = false
    return () => {
      if (isBack) return
      isBack = true
      const next = waiting.shift()
      counts.waiting = waiting.length
      // A place goes straight to who waits longest, so that nobody who comes later takes it.
      if (next === undefined) counts.running--
      else next()
    }
  }
  const take: Slots['take'] = (signal) => {
    if (signal.aborted) return Promise.resolve('aborted')
    if (counts.running < limit) {
      counts.running++
      return Promise.resolve(giveBack())
    }
    if (waiting.length >= waitingLimit) return Promise.resolve('full')
    return new Promise((resolve) => {
      const leave = () => {
        waiting.splice(waiting.indexOf(enter), 1)
        counts.waiting = waiting.length
        resolve('aborted')
      }
      const enter = () => {
        signal.removeEventListener('abort', leave)
        resolve(giveBack())
      }
      signal.addEventListener('abort', leave, { once: true })
      counts.waiting = waiting.push(enter)
    })
  }
  return { take, counts }
}
