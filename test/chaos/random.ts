/** Numbers that a seed decides, so that a run can be told again. */
export interface Random {
  /** From 0 (inclusive) to 1. */
  next(): number
  /** A whole number from `low` to `high`, both inclusive. */
  int(low: number, high: number): number
  pick<T>(items: readonly T[]): T
  /** True in so many of all cases, from 0 to 1. */
  chance(share: number): boolean
}

/** Mulberry32: 32 bits of state, enough for choices of a test. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000
  }
  return {
    next,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: (items) => items[Math.floor(next() * items.length)]!,
    chance: (share) => next() < share,
  }
}
