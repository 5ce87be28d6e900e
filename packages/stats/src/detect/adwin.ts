import { refuse, requireCount, requireShare } from '../shared/refuse.ts'
import type { Detector } from './detector.ts'

export interface AdwinOptions {
  /** Bound of the probability of a false cut at a check; 0.002 unless given. */
  delta?: number
  /** Samples from check to check; 32 unless given. */
  interval?: number
  /** The least part of the window that is compared with the rest; 5 unless given. */
  leastPart?: number
}

/** Buckets of 2^row samples each, oldest first: sums of their values, and of squared distances from their means. */
interface BucketRow {
  sums: number[]
  squares: number[]
}

export interface AdwinState {
  samples: number
  /** The window: its length, sum and squared distances from its mean, and its buckets, smallest first. */
  width: number
  sum: number
  squares: number
  rows: BucketRow[]
}

/** Buckets of a row before its two oldest become one of the next: M of the paper. */
const BUCKETS = 5

/**
 * ADWIN2: a window of recent samples that grows while they are alike and loses its oldest buckets where the means of two parts differ by
 * more than ε = √(2·σ²·(1/n0 + 1/n1)·ln(2·ln(n)/δ)) + ⅔·(1/n0 + 1/n1)·ln(2·ln(n)/δ). The bound is safe for any law of values from
 * 0 to 1, so it is late: for rates take rateChange. Memory O(log n), time O(log n) a sample on average.
 * Throws AssayError('invalid') for settings out of range and values not finite.
 *
 * Bifet and Gavaldà, Learning from Time-Changing Data with Adaptive Windowing, 2007.
 */
export function adwin(options: AdwinOptions = {}): Detector<AdwinState, number> {
  const { delta = 0.002, interval = 32, leastPart = 5 } = options
  requireShare(delta, 'delta')
  requireCount(interval, 'interval', 1)
  requireCount(leastPart, 'leastPart', 1)
  return {
    start: () => ({ samples: 0, width: 0, sum: 0, squares: 0, rows: [] }),
    observe: (state, value) => {
      if (!Number.isFinite(value)) refuse(`A sample is ${value}: leave out what is no finite number.`)
      insert(state, value)
      if (state.samples % interval !== 0) return null
      const meanBefore = state.sum / state.width
      let isCut = false
      while (hasCut(state, delta, leastPart)) {
        dropOldest(state)
        isCut = true
      }
      if (!isCut) return null
      const direction = state.sum / state.width >= meanBefore ? 'up' : 'down'
      return { at: state.samples, since: state.samples - state.width + 1, direction }
    },
  }
}

/** Squared distances that two groups have from their common mean beyond those from their own. */
const between = (n: number, mean: number, m: number, other: number) =>
  ((n * m) / (n + m)) * (mean - other) ** 2

function insert(state: AdwinState, value: number): void {
  state.samples++
  if (state.width > 0) state.squares += between(state.width, state.sum / state.width, 1, value)
  state.width++
  state.sum += value
  let [sum, squares] = [value, 0]
  for (let row = 0; ; row++) {
    const bucket = (state.rows[row] ??= { sums: [], squares: [] })
    bucket.sums.push(sum)
    bucket.squares.push(squares)
    if (bucket.sums.length <= BUCKETS) return
    const size = 2 ** row
    const [first = 0, second = 0] = bucket.sums.splice(0, 2)
    const [apart = 0, other = 0] = bucket.squares.splice(0, 2)
    sum = first + second
    squares = apart + other + between(size, first / size, size, second / size)
  }
}

function dropOldest(state: AdwinState): void {
  const row = state.rows.length - 1
  const { sums, squares } = state.rows[row]!
  const [sum = 0, apart = 0, size] = [sums.shift(), squares.shift(), 2 ** row]
  state.width -= size
  state.sum -= sum
  state.squares -= apart + between(size, sum / size, state.width, state.sum / state.width)
  state.squares = Math.max(state.squares, 0)
  while (state.rows.at(-1)?.sums.length === 0) state.rows.pop()
}

/** Whether the window can be parted between two buckets such that the means of both parts differ. */
function hasCut({ width, sum, squares, rows }: AdwinState, delta: number, leastPart: number): boolean {
  if (width < 2 * leastPart) return false
  const confidence = Math.log((2 * Math.log(width)) / delta)
  const variance = squares / width
  let [count, total] = [0, 0]
  for (let row = rows.length - 1; row >= 0; row--) {
    for (const bucket of rows[row]!.sums) {
      count += 2 ** row
      total += bucket
      const rest = width - count
      if (rest < leastPart) return false
      if (count < leastPart) continue
      const reciprocal = 1 / count + 1 / rest
      const bound = Math.sqrt(2 * variance * reciprocal * confidence) + (2 / 3) * reciprocal * confidence
      if (Math.abs(total / count - (sum - total) / rest) > bound) return true
    }
  }
  return false
}
