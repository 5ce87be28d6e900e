import { setTimeout as sleep } from 'node:timers/promises'

/** Runs work one after the other, in the order in which it was asked for. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>

/** Where others are busy, a turn is followed by a rest of so many times its length: a fifth of the time is left to it. */
const RESTS = 4
const LONGEST_REST_MS = 5_000

/**
 * Work that waits for its turn; one that fails is passed over. A read of the engine takes what senders and people wait for, so while the
 * process is busy each is followed by a rest.
 *
 * @param options.isBusy Asked at the end of each turn. @param options.nowMs A clock that only goes forward.
 */
export function createTurns({ isBusy, nowMs }: { isBusy: () => boolean; nowMs: () => number }): Turns {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const timed = async () => {
      const begun = nowMs()
      try {
        return await work()
      } finally {
        tookMs = nowMs() - begun
      }
    }
    let tookMs = 0
    const turn = last.then(timed, timed)
    last = turn
      .catch(() => undefined)
      .then(() =>
        isBusy() ? sleep(Math.min(LONGEST_REST_MS, tookMs * RESTS), undefined, { ref: false }) : undefined,
      )
    return turn
  }
}

/** The values of a generator, each of which is made in a turn. */
export async function* inTurns<T>(values: AsyncGenerator<T, void>, turns: Turns): AsyncGenerator<T, void> {
  for (;;) {
    const next = await turns(() => values.next())
    if (next.done === true) return
    yield next.value
  }
}
