import type { Random } from '../random/seeded.ts'
import { shuffleFront } from '../random/shuffle.ts'
import { walkPooled } from '../shared/pooled.ts'

/**
 * The pooled order of two samples, as a permutation test of their distribution functions F and G needs it:
 * `weights` are what the gap F − G after each place counts, 0 within a group of equal values.
 */
export interface PooledSteps {
  /** Places from 0, those of the smaller sample first. */
  places: Uint32Array
  /** Sizes of the smaller and of the larger sample. */
  fewer: number
  more: number
  weights: Float64Array
}

/** Weights are the distances to the next value ('distance'), or the sizes of groups of equal values ('rank'). */
export function pooledSteps(x: Float64Array, y: Float64Array, weighting: 'distance' | 'rank'): PooledSteps {
  const [small, large] = x.length <= y.length ? [x, y] : [y, x]
  const total = small.length + large.length
  const places = new Uint32Array(total)
  const weights = new Float64Array(total)
  let place = 0
  let last = 0
  let inSmall = 0
  let inLarge = small.length
  walkPooled(small, large, (smalls, larges, value) => {
    if (place > 0 && weighting === 'distance') weights[place - 1] = value - last
    for (let k = 0; k < smalls; k++) places[inSmall++] = place++
    for (let k = 0; k < larges; k++) places[inLarge++] = place++
    if (weighting === 'rank') weights[place - 1] = smalls + larges
    last = value
  })
  return { places, fewer: small.length, more: large.length, weights }
}

/** Gives the first places to others: each order of the two samples is equally likely. */
export function permute({ places, fewer }: PooledSteps, random: Random): void {
  shuffleFront(places, fewer, random)
}

/** A function that gives Σ weight·|F − G|^power of the places as they stand; power 1 or 2. */
export function gapSum(steps: PooledSteps, power: 1 | 2): () => number {
  const { fewer, more } = steps
  return power === 2 && 16 * fewer < more ? sumOfSquares(steps) : walkGaps(steps, power)
}

/** In one walk over all places. */
function walkGaps({ places, fewer, more, weights }: PooledSteps, power: 1 | 2): () => number {
  const isFew = new Uint8Array(places.length)
  // In whole numbers, gap·fewer·more: a division for each place would take most of the time.
  const total = fewer + more
  const scale = (fewer * more) ** power
  return () => {
    isFew.fill(0)
    for (let i = 0; i < fewer; i++) isFew[places[i]!] = 1
    let sum = 0
    let gap = 0
    for (let k = 0; k < weights.length; k++) {
      gap += isFew[k]! * total - fewer
      sum += weights[k]! * (power === 1 ? Math.abs(gap) : gap * gap)
    }
    return sum / scale
  }
}

/**
 * From the places of the smaller sample alone: F − G is (F − H)·total/more with the pooled H, and Σ w·(F − H)²
 * needs only sums of w, w·H and w·H² from each place on. However large the other sample is, this takes the same
 * time.
 */
function sumOfSquares({ places, fewer, more, weights }: PooledSteps): () => number {
  const total = places.length
  const sumW = new Float64Array(total + 1)
  const sumWH = new Float64Array(total + 1)
  let sumWHH = 0
  for (let k = total - 1; k >= 0; k--) {
    const h = (k + 1) / total
    sumW[k] = sumW[k + 1]! + weights[k]!
    sumWH[k] = sumWH[k + 1]! + weights[k]! * h
    sumWHH += weights[k]! * h * h
  }
  const scale = (total / more) ** 2
  return () => {
    const drawn = places.slice(0, fewer).sort()
    let squares = 0
    let products = 0
    for (let r = 0; r < fewer; r++) {
      squares += (2 * r + 1) * sumW[drawn[r]!]!
      products += sumWH[drawn[r]!]!
    }
    return scale * Math.max(0, squares / fewer ** 2 - (2 * products) / fewer + sumWHH)
  }
}
