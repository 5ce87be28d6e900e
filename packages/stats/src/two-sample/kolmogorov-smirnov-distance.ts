import { walkPooled } from '../shared/pooled.ts'

/**
 * The largest distance of the empirical distribution functions of two sorted samples. `steps` is distance·n·m
 * as a whole number, free of rounding; `largestGroup` is how many values are equal at most.
 */
export function kolmogorovSmirnovDistance(
  x: Float64Array,
  y: Float64Array,
): { distance: number; steps: number; largestGroup: number } {
  let gap = 0
  let steps = 0
  let largestGroup = 0
  walkPooled(x, y, (inX, inY) => {
    gap += inX * y.length - inY * x.length
    steps = Math.max(steps, Math.abs(gap))
    largestGroup = Math.max(largestGroup, inX + inY)
  })
  return { distance: steps / (x.length * y.length), steps, largestGroup }
}
