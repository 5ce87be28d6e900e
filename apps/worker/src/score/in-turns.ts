/** Runs work one after the other, in the order in which it was asked for. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>

/** Work that waits for its turn; one that fails is passed over. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const turn = last.then(work, work)
    last = turn.catch(() => undefined)
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
