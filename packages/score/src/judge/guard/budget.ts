/** What a budget allows in a day (UTC). null is no limit. */
export interface DailyLimits {
  calls: number | null
  /** In the currency of the prices. */
  money: number | null
}

/** What was used of a day's budget, reservations included. */
export interface DailySpending {
  /** Days since 1970, UTC. */
  day: number
  calls: number
  money: number
}

/** A call's share of the budget, taken before the call. One of its ends is called, once. */
export interface Reservation {
  /** The call went out: it counts, at what it really cost; null leaves what was reserved. */
  settle(cost: number | null): Promise<void>
  /** The call never went out. */
  release(): Promise<void>
}

/** Who says whether a call may be paid for. One process keeps it in memory, several share it in a store. */
export interface Budget {
  /** Takes a call and its greatest cost from the day's budget; a sentence where there is not enough. null: its cost is not known. */
  reserve(cost: number | null): Promise<Reservation | { refused: string }>
}

const DAY_MS = 86_400_000

/** A budget in memory. `spending` may be what was kept of this day; it is changed in place. */
export function createBudget(
  limits: DailyLimits,
  now: () => number,
  spending: DailySpending = { day: 0, calls: 0, money: 0 },
): Budget {
  const reserve: Budget['reserve'] = async (cost) => {
    const day = Math.floor(now() / DAY_MS)
    if (spending.day !== day) Object.assign(spending, { day, calls: 0, money: 0 })
    if (limits.calls !== null && spending.calls + 1 > limits.calls)
      return {
        refused: `The day's ${limits.calls} calls are used up: wait for the next day or raise the limit.`,
      }
    if (limits.money !== null) {
      if (cost === null)
        return { refused: 'The day has a limit of money, but the price of the model is not known: give it.' }
      if (spending.money + cost > limits.money)
        return {
          refused: `The day's ${limits.money} of money are used up: wait for the next day or raise the limit.`,
        }
    }
    const reserved = cost ?? 0
    spending.calls++
    spending.money += reserved
    // A call that ends after midnight belongs to the day that it was reserved in.
    const change = (calls: number, money: number) => {
      if (spending.day !== day) return
      spending.calls += calls
      spending.money = Math.max(0, spending.money + money)
    }
    return {
      settle: async (actual) => change(0, actual === null ? 0 : actual - reserved),
      release: async () => change(-1, -reserved),
    }
  }
  return { reserve }
}
