import { requireSample } from './refuse.ts'

/** The values in rising order, in an array of their own. */
export function sorted(values: ArrayLike<number>): Float64Array {
  return new Float64Array(values).sort()
}

/** Two samples of finite numbers in order; throws where one has fewer than `least`. */
export function sortedPair(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  least = 1,
): { x: Float64Array; y: Float64Array } {
  requireSample(x, 'The first sample', least)
  requireSample(y, 'The second sample', least)
  return { x: sorted(x), y: sorted(y) }
}

/** Calls `visit` for each distinct value of two sorted samples in rising order, with how often it stands in each. */
export function walkPooled(
  x: Float64Array,
  y: Float64Array,
  visit: (inX: number, inY: number, value: number) => void,
): void {
  let i = 0
  let j = 0
  while (i < x.length || j < y.length) {
    const value = j >= y.length || (i < x.length && x[i]! <= y[j]!) ? x[i]! : y[j]!
    const fromI = i
    const fromJ = j
    while (i < x.length && x[i] === value) i++
    while (j < y.length && y[j] === value) j++
    visit(i - fromI, j - fromJ, value)
  }
}
