/** What a started process must end, in the order in which it was begun. */
export interface Closing {
  add(close: () => Promise<void> | void): void
  /** Ends all, last begun first; a part that fails does not keep the others. The first error is thrown at the end. */
  close(): Promise<void>
}

export function createClosing(): Closing {
  const closers: (() => Promise<void> | void)[] = []
  return {
    add: (close) => void closers.push(close),
    async close() {
      const errors: unknown[] = []
      for (let close = closers.pop(); close; close = closers.pop()) {
        try {
          await close()
        } catch (error) {
          errors.push(error)
        }
      }
      if (errors.length > 0) throw errors[0]
    },
  }
}
