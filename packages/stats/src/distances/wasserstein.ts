import { refuse, requirePairs, requireSample } from '../shared/refuse.ts'

/** Weights, one for each value, not negative and not all 0; without them all values weigh the same. */
export interface Weights {
  x?: ArrayLike<number>
  y?: ArrayLike<number>
}

/**
 * Earth mover's distance of two samples in the unit of their values: ∫ |F − G| (SciPy: wasserstein_distance).
 * Time: that of sorting.
 */
export function wassersteinDistance(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  weights: Weights = {},
): number {
  return integrateGap(x, y, weights, Math.abs)
}

/**
 * Energy distance of two samples, in the square root of the unit of their values: √(2·∫ (F − G)²) (Székely,
 * 2003; SciPy: energy_distance).
 */
export function energyDistance(x: ArrayLike<number>, y: ArrayLike<number>, weights: Weights = {}): number {
  return Math.sqrt(2 * integrateGap(x, y, weights, (gap) => gap * gap))
}

/** ∫ of a function of the difference of two empirical distribution functions. */
function integrateGap(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  weights: Weights,
  of: (gap: number) => number,
): number {
  requireSample(x, 'The first sample')
  requireSample(y, 'The second sample')
  const a = steps(x, weights.x)
  const b = steps(y, weights.y)
  let sum = 0
  let i = 0
  let j = 0
  let previous = 0
  while (i < x.length || j < y.length) {
    const isX = j >= y.length || (i < x.length && a.values[i]! <= b.values[j]!)
    const value = isX ? a.values[i]! : b.values[j]!
    if (i + j > 0 && value > previous)
      sum += (value - previous) * of(a.below[i]! / a.total - b.below[j]! / b.total)
    previous = value
    if (isX) i++
    else j++
  }
  return sum
}

/** Values in order, and the weight before each place. */
function steps(values: ArrayLike<number>, weights: ArrayLike<number> | undefined) {
  if (weights === undefined) {
    const below = Float64Array.from({ length: values.length + 1 }, (_, i) => i)
    return { values: new Float64Array(values).sort(), below, total: values.length }
  }
  requirePairs(values, weights, 'Values and weights')
  const order = Uint32Array.from({ length: values.length }, (_, i) => i).sort(
    (i, j) => values[i]! - values[j]!,
  )
  const below = new Float64Array(values.length + 1)
  for (const [place, i] of order.entries()) {
    if (!(weights[i]! >= 0 && weights[i]! < Infinity))
      refuse(`A weight is ${weights[i]!}: give numbers from 0.`)
    below[place + 1] = below[place]! + weights[i]!
  }
  const total = below[values.length]!
  if (!(total > 0)) refuse('All weights are 0: give at least one above.')
  return { values: Float64Array.from(order, (i) => values[i]!), below, total }
}
