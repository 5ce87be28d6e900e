import { walkPooled } from '../shared/pooled.ts'
import { shuffleFront } from '../random/shuffle.ts'
import type { Random } from '../random/seeded.ts'

/**
 * The pooled order of two samples, as a permutation test of their distribution functions F and G needs it:
 * `isFirst` marks the first sample's places, `weights` what the gap F − G after each place counts; 0 within a
 * group of equal values.
 */
export interface PooledSteps {
  isFirst: Uint8Array
  weights: Float64Array
  n: number
  m: number
}

/** Weights are the distances to the next value ('distance'), or the sizes of groups of equal values ('rank'). */
export function pooledSteps(x: Float64Array, y: Float64Array, weighting: 'distance' | 'rank'): PooledSteps {
  const total = x.length + y.length
  const isFirst = new Uint8Array(total)
  const weights = new Float64Array(total)
  let place = 0
  let last = 0
  walkPooled(x, y, (inX, inY, value) => {
    if (place > 0 && weighting === 'distance') weights[place - 1] = value - last
    isFirst.fill(1, place, place + inX)
    place += inX + inY
    if (weighting === 'rank') weights[place - 1] = inX + inY
    last = value
  })
  return { isFirst, weights, n: x.length, m: y.length }
}

/** Σ of a power, 1 or 2, of |F − G| by the weights. */
export function sumGaps({ isFirst, weights, n, m }: PooledSteps, power: 1 | 2): number {
  let sum = 0
  let first = 0
  for (let k = 0; k < weights.length; k++) {
    first += isFirst[k]!
    if (weights[k] === 0) continue
    const gap = first / n - (k + 1 - first) / m
    sum += weights[k]! * (power === 1 ? Math.abs(gap) : gap * gap)
  }
  return sum
}

/** A function that gives the same places to other values: each order of the two samples is equally likely. */
export function permuter(steps: PooledSteps, random: Random): () => PooledSteps {
  const { n, m } = steps
  const places = Uint32Array.from(steps.isFirst, (_, place) => place)
  const isFirst = new Uint8Array(n + m)
  const fewer = Math.min(n, m)
  const drawn = { ...steps, isFirst }
  return () => {
    shuffleFront(places, fewer, random)
    isFirst.fill(n <= m ? 0 : 1)
    for (let i = 0; i < fewer; i++) isFirst[places[i]!] = n <= m ? 1 : 0
    return drawn
  }
}
