/**
 * Does things of one key together: what comes while a run is under way waits for the next, so that answers that come at the same moment
 * cost one question to the store.
 *
 * @param run Answers one result for each item, in their order; where it rejects, all of them do.
 */
export function batched<T, R>(
  run: (items: readonly T[]) => Promise<readonly R[]>,
): (key: string, item: T) => Promise<R> {
  const waiting = new Map<string, { item: T; done: PromiseWithResolvers<R> }[]>()
  const drain = async (key: string, list: { item: T; done: PromiseWithResolvers<R> }[]) => {
    while (list.length > 0) {
      const some = list.splice(0)
      try {
        const results = await run(some.map(({ item }) => item))
        for (const [i, { done }] of some.entries()) done.resolve(results[i] as R)
      } catch (error) {
        for (const { done } of some) done.reject(error)
      }
    }
    waiting.delete(key)
  }
  return (key, item) => {
    const done = Promise.withResolvers<R>()
    const list = waiting.get(key)
    if (list !== undefined) list.push({ item, done })
    else {
      const fresh = [{ item, done }]
      waiting.set(key, fresh)
      // Others of the same moment come along.
      setImmediate(() => void drain(key, fresh))
    }
    return done.promise
  }
}
