/** A share of a budget that is being taken or is taken. Each has one end. */
export interface Hold {
  /** The share was taken and is used or given back: what is left may pay for others now. */
  end(): void
  /** The share was refused. Waits until others were used or given back: true; false where none is taken any more, so that nothing comes back. */
  refused(): Promise<boolean>
}

interface Held {
  /** Shares that are taken or asked for. */
  shares: number
  ends: number
  change: PromiseWithResolvers<void>
}

/**
 * Who holds shares of which budget in this process. A call reserves the most that it can cost and gives back most of it when it ends, so one
 * that cannot be paid while others are under way waits for them instead of being refused.
 */
export function createHolds(): { begin(key: string): Hold } {
  const budgets = new Map<string, Held>()
  const leave = (key: string, budget: Held) => {
    budget.shares--
    if (budget.shares === 0) budgets.delete(key)
  }
  return {
    begin(key) {
      const budget = budgets.get(key) ?? { shares: 0, ends: 0, change: Promise.withResolvers<void>() }
      budgets.set(key, budget)
      budget.shares++
      const endsBefore = budget.ends
      const wake = () => {
        budget.change.resolve()
        budget.change = Promise.withResolvers()
      }
      return {
        end() {
          leave(key, budget)
          budget.ends++
          wake()
        },
        // A refusal brings nothing back: if it did, two that are refused would wake each other for ever.
        async refused() {
          leave(key, budget)
          if (budget.shares === 0) wake()
          while (budget.ends === endsBefore && budget.shares > 0) await budget.change.promise
          return budget.ends > endsBefore
        },
      }
    },
  }
}
